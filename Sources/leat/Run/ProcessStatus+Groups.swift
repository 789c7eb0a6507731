import CommitLog
import KafkaServer
import Web

extension ProcessStatus {
    /// Members told of one group.
    private static let membersMax = 100
    /// Places (group and partition) whose lag is added up for one answer; groups beyond are told without it.
    private static let placesMax = 200_000

    /// All groups with members, blockers and lag.
    var groups: [GroupStatus] { groups(log.topics(), membersMax: Self.membersMax) }

    /// Every group that has members or offsets, by name.
    func groups(_ topics: [TopicDefinition], membersMax: Int) -> [GroupStatus] {
        let sample = sampler.sample
        let topicRates = topicRates(topics, sample)
        let live = Dictionary(kafka.groups(membersMax: membersMax).map { ($0.name, $0) }) { $1 }
        let names = Set(log.groups()).union(live.keys).sorted()
        if names.isEmpty { return [] }
        var topicOf: [PartitionID: String] = [:]
        for topic in topics { for partition in topic.partitions { topicOf[partition] = topic.name } }
        var placesLeft = Self.placesMax
        return names.map { name in
            var status = GroupStatus(name: name, topics: lags(of: name, topicOf, &placesLeft))
            status.take(sample, topicRates)
            if let group = live[name] { status.take(group, withMembers: membersMax > 0) }
            return status
        }
    }

    /// Records that come into each topic, a second.
    private func topicRates(_ topics: [TopicDefinition], _ sample: StatusSample) -> [String: Double] {
        let rates = sample.partitionRecordsPerSecond
        return Dictionary(
            topics.map { topic in
                (topic.name, topic.partitions.reduce(0.0) { $0 + (Int($1) < rates.count ? rates[Int($1)] : 0) })
            }
        ) { $1 }
    }

    private func lags(
        of group: String,
        _ topicOf: [PartitionID: String],
        _ placesLeft: inout Int
    ) -> [GroupTopicStatus]? {
        guard placesLeft > 0 else { return nil }
        let places = log.groupOffsets(group)
        placesLeft -= places.count
        var lags: [String: Int64] = [:]
        for place in places {
            guard let topic = topicOf[place.partition], let state = log.partitionState(place.partition) else {
                continue
            }
            lags[topic, default: 0] += max(0, state.highWatermark - max(place.offset, state.logStartOffset))
        }
        return lags.sorted { $0.key < $1.key }.map { GroupTopicStatus(topic: $0.key, lag: $0.value) }
    }
}

extension GroupStatus {
    /// Adds the rates, and the sums over the topics.
    fileprivate mutating func take(_ sample: StatusSample, _ topicRates: [String: Double]) {
        guard var topics else { return }
        for index in topics.indices {
            guard let pace = sample.groups[GroupPlace(group: name, topic: topics[index].topic)] else { continue }
            topics[index].recordsPerSecond = pace.perSecond
            topics[index].catchUpSeconds =
                topics[index].lag == 0 ? 0 : pace.catchUpSeconds(inPerSecond: topicRates[topics[index].topic] ?? 0)
        }
        self.topics = topics
        addUp()
    }

    fileprivate mutating func take(_ group: GroupSnapshot, withMembers: Bool) {
        state = group.state
        generation = group.generation
        strategy = group.strategy
        memberCount = group.memberCount
        rebalanceSeconds = group.rebalanceMilliseconds.map { Double($0) / 1_000 }
        guard withMembers else { return }
        members = group.members.map { member in
            GroupMemberStatus(
                id: member.name.memberID,
                instance: member.name.instanceID,
                clientId: member.name.clientID,
                host: member.name.clientHost,
                isLeader: member.isLeader,
                assignment: member.assignment.map { GroupAssignmentStatus(topic: $0.name, partitions: $0.partitions) }
            )
        }
        waitingFor = group.blockers.map { blocker in
            GroupBlockerStatus(
                id: blocker.member.memberID,
                instance: blocker.member.instanceID,
                clientId: blocker.member.clientID,
                host: blocker.member.clientHost,
                missing: blocker.missing.rawValue,
                removedWhenSilentSeconds: Double(blocker.removedWhenSilentMilliseconds) / 1_000,
                removedSeconds: Double(blocker.removedMilliseconds) / 1_000
            )
        }
    }
}
