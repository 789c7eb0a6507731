import KafkaProtocol

extension KafkaClient {
    /// All groups of the cluster, by name.
    public func groups() throws(KafkaClientError) -> [ListedGroup] {
        var all: [ListedGroup] = []
        for broker in try allBrokers() {
            let response = try broker.send(ListGroupsRequest())
            guard response.errorCode.isSuccess else { throw broker.refused(response.errorCode, "its groups") }
            all += response.groups
        }
        return all.sorted { $0.groupID < $1.groupID }
    }

    /// State and members of a group; one that does not exist is in state `Dead`.
    public func describeGroup(_ group: String) throws(KafkaClientError) -> DescribedGroup {
        let broker = try coordinator(of: group)
        let response = try broker.send(DescribeGroupsRequest { $0.groups = [group] })
        guard let answer = response.groups.first, answer.errorCode.isSuccess else {
            throw broker.refused(response.groups.first?.errorCode ?? .unknownServerError, "group '\(group)'")
        }
        return answer
    }

    /// What a group has committed: for each partition the next offset that it wants.
    public func committedOffsets(of group: String) throws(KafkaClientError) -> [TopicPartition: Int64] {
        let broker = try coordinator(of: group)
        let response = try broker.send(
            OffsetFetchRequest {
                $0.groupID = group
                $0.groups = [OffsetFetchGroup { $0.groupID = group }]
            }
        )
        let answer = response.groups.first
        let error = answer?.errorCode ?? response.errorCode
        guard error.isSuccess else { throw broker.refused(error, "offsets of group '\(group)'") }
        var offsets: [TopicPartition: Int64] = [:]
        for topic in answer?.topics ?? response.topics {
            for partition in topic.partitions where partition.committedOffset >= 0 {
                offsets[TopicPartition(topic.name, partition.index)] = partition.committedOffset
            }
        }
        return offsets
    }

    /// Sets a group's offsets from outside. The broker takes it only while the group has no members.
    public func commitOffsets(
        _ offsets: [TopicPartition: Int64],
        group: String
    ) throws(KafkaClientError) {
        let broker = try coordinator(of: group)
        let response = try broker.send(
            OffsetCommitRequest {
                $0.groupID = group
                $0.topics = Self.byTopic(Array(offsets.keys)).map { topic, partitions in
                    OffsetCommitTopic {
                        $0.name = topic
                        $0.partitions = partitions.map { partition in
                            OffsetCommitPartition {
                                $0.index = partition
                                $0.committedOffset = offsets[TopicPartition(topic, partition)] ?? -1
                                $0.metadata = ""
                            }
                        }
                    }
                }
            }
        )
        for topic in response.topics {
            for partition in topic.partitions where !partition.errorCode.isSuccess {
                let error = partition.errorCode
                throw KafkaClientError(
                    .broker(error),
                    "offset of \(topic.name) partition \(partition.index) not stored for group '\(group)': \(error)",
                    remedy: error == .unknownMemberID ? "stop the group's consumers first" : "try again"
                )
            }
        }
    }

    /// Forgets a group and what it committed. The broker refuses while the group has members.
    public func deleteGroup(_ group: String) throws(KafkaClientError) {
        let broker = try coordinator(of: group)
        let error = try broker.send(DeleteGroupsRequest { $0.groups = [group] }).results.first?.errorCode ?? .none
        guard !error.isSuccess else { return }
        throw KafkaClientError(
            .broker(error),
            "group '\(group)' was not deleted: \(error)",
            remedy: error == .nonEmptyGroup
                ? "stop its consumers first" : "`leat groups list` shows the groups that there are"
        )
    }
}
