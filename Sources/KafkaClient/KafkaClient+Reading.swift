import KafkaProtocol

/// One partition of one topic.
public struct TopicPartition: Sendable, Hashable {
    public var topic: String
    public var partition: Int32

    public init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}

extension KafkaClient {
    /// Offsets by time: for each partition the first offset at or after the time, −1 when there is none.
    ///
    /// - Parameter timestamp: milliseconds since 1970, or one of `ListOffsetsTimestamp`.
    public func listOffsets(
        _ partitions: [TopicPartition],
        timestamp: Int64
    ) throws(KafkaClientError) -> [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for (node, mine) in try byLeader(partitions) {
            let broker = try connection(to: node)
            let response = try broker.send(
                ListOffsetsRequest {
                    $0.topics = Self.byTopic(mine).map { topic, partitions in
                        ListOffsetsTopic {
                            $0.name = topic
                            $0.partitions = partitions.map { partition in
                                ListOffsetsPartition {
                                    $0.index = partition
                                    $0.timestamp = timestamp
                                }
                            }
                        }
                    }
                }
            )
            for topic in response.topics {
                for answer in topic.partitions {
                    let place = TopicPartition(topic.name, answer.index)
                    guard answer.errorCode.isSuccess else {
                        forgetLeaders(of: topic.name)
                        throw broker.refused(answer.errorCode, "offsets of \(topic.name) partition \(answer.index)")
                    }
                    offsets[place] = answer.offset
                }
            }
        }
        return offsets
    }

    /// Record batches from given offsets on, whole and as the brokers hold them. A batch may begin before the
    /// offset asked for: records before it are to be passed over.
    ///
    /// - Parameters:
    ///   - waitMilliseconds: how long a broker may wait for the first record.
    ///   - bytesMax: bytes of one broker's answer, one batch that is larger by itself excepted.
    /// - Returns: each partition's answer with its error code, if it has one; a partition without news has no records.
    public func fetch(
        _ offsets: [TopicPartition: Int64],
        waitMilliseconds: Int = 500,
        bytesMax: Int = 8 << 20
    ) throws(KafkaClientError) -> [TopicPartition: FetchedPartition] {
        var fetched: [TopicPartition: FetchedPartition] = [:]
        for (node, mine) in try byLeader(Array(offsets.keys)) {
            let response = try connection(to: node).send(
                FetchRequest {
                    $0.waitMillisecondsMax = Int32(clamping: waitMilliseconds)
                    $0.bytesMin = 1
                    $0.bytesMax = Int32(clamping: bytesMax)
                    $0.topics = Self.byTopic(mine).map { topic, partitions in
                        FetchTopic {
                            $0.name = topic
                            $0.partitions = partitions.map { partition in
                                FetchPartition {
                                    $0.index = partition
                                    $0.fetchOffset = offsets[TopicPartition(topic, partition)] ?? 0
                                    $0.bytesMax = Int32(clamping: bytesMax)
                                }
                            }
                        }
                    }
                },
                extraMilliseconds: waitMilliseconds
            )
            for topic in response.topics {
                for answer in topic.partitions {
                    if answer.errorCode.isRetriable { forgetLeaders(of: topic.name) }
                    fetched[TopicPartition(topic.name, answer.index)] = answer
                }
            }
        }
        return fetched
    }

    private func byLeader(_ partitions: [TopicPartition]) throws(KafkaClientError) -> [Int32: [TopicPartition]] {
        var groups: [Int32: [TopicPartition]] = [:]
        for partition in partitions {
            groups[try leader(of: partition.topic, partition.partition), default: []].append(partition)
        }
        return groups
    }

    static func byTopic(_ partitions: [TopicPartition]) -> [(topic: String, partitions: [Int32])] {
        Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.map(\.partition).sorted()) }
    }
}
