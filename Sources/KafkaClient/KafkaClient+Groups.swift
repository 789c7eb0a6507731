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
        guard let answer = try describeGroups([group])[group] else {
            throw try coordinator(of: group).refused(.unknownServerError, "group '\(group)'")
        }
        return answer
    }

    /// State and members of many groups; one that does not exist is in state `Dead`.
    public func describeGroups(_ groups: [String]) throws(KafkaClientError) -> [String: DescribedGroup] {
        var described: [String: DescribedGroup] = [:]
        for (node, names) in try byCoordinator(groups) {
            let broker = try connection(to: node)
            for answer in try broker.send(DescribeGroupsRequest { $0.groups = names }).groups {
                guard answer.errorCode.isSuccess else {
                    throw broker.refused(answer.errorCode, "group '\(answer.groupID)'")
                }
                described[answer.groupID] = answer
            }
        }
        return described
    }

    private func byCoordinator(_ groups: [String]) throws(KafkaClientError) -> [Int32: [String]] {
        var nodes: [Int32: [String]] = [:]
        for group in groups { nodes[try coordinatorNode(of: group), default: []].append(group) }
        return nodes
    }

    /// What a group has committed: for each partition the next offset that it wants.
    public func committedOffsets(of group: String) throws(KafkaClientError) -> [TopicPartition: Int64] {
        try committedOffsets(ofGroups: [group])[group] ?? [:]
    }

    /// The same of many groups; one without offsets is left out.
    public func committedOffsets(
        ofGroups groups: [String]
    ) throws(KafkaClientError) -> [String: [TopicPartition: Int64]] {
        var committed: [String: [TopicPartition: Int64]] = [:]
        for (node, names) in try byCoordinator(groups) {
            let broker = try connection(to: node)
            // Versions before 8 ask for one group at a time.
            let parts = try broker.version(of: .offsetFetch) >= 8 ? [names] : names.map { [$0] }
            for part in parts {
                let response = try broker.send(
                    OffsetFetchRequest {
                        $0.groupID = part.first ?? ""
                        $0.groups = part.map { name in OffsetFetchGroup { $0.groupID = name } }
                    }
                )
                guard response.errorCode.isSuccess else {
                    throw broker.refused(response.errorCode, "offsets of group '\(part.first ?? "")'")
                }
                if response.groups.isEmpty, let name = part.first {
                    committed[name] = Self.offsets(in: response.topics)
                }
                for answer in response.groups {
                    guard answer.errorCode.isSuccess else {
                        throw broker.refused(answer.errorCode, "offsets of group '\(answer.groupID)'")
                    }
                    committed[answer.groupID] = Self.offsets(in: answer.topics)
                }
            }
        }
        return committed
    }

    private static func offsets(in topics: [OffsetFetchedTopic]) -> [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for topic in topics {
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
