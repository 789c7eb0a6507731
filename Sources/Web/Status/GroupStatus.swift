/// One consumer group and how far it is behind.
public struct GroupStatus: Codable, Sendable, Equatable {
    public var name: String
    /// Kafka's word for it: `Empty` (nobody reads, offsets are kept), `PreparingRebalance`, `CompletingRebalance`,
    /// `Stable`.
    public var state: String
    /// Grows with each rebalance; nil while the group has no members.
    public var generation: Int32?
    /// How the partitions are shared out (`range`, `cooperative-sticky`, …); nil unless the group is stable.
    public var strategy: String?
    public var memberCount = 0
    /// The members, at most as many as `/api/groups` tells; nil where only counts are told (`/api/status`).
    public var members: [GroupMemberStatus]?
    /// How long a rebalance has been under way, in seconds; nil while there is none.
    public var rebalanceSeconds: Double?
    /// Whom that rebalance waits for; nil where only counts are told.
    public var waitingFor: [GroupBlockerStatus]?
    /// How far the group is, by topic. Nil when there are too many groups to add their places up.
    public var topics: [GroupTopicStatus]?
    /// Sums over its topics; nil as above.
    public var lag: Int64?
    public var recordsPerSecond: Double?
    public var catchUpSeconds: Double?

    /// Makes the sums over the topics that are told of.
    public mutating func addUp() {
        let topics = topics ?? []
        lag = topics.isEmpty ? nil : topics.reduce(0) { $0 + $1.lag }
        let rates = topics.compactMap(\.recordsPerSecond)
        recordsPerSecond = rates.isEmpty ? nil : rates.reduce(0, +)
        // It has caught up when it has everywhere.
        let times = topics.compactMap(\.catchUpSeconds)
        catchUpSeconds = times.count == topics.count ? times.max() : nil
    }

    public init(name: String, state: String = "Empty", topics: [GroupTopicStatus]? = []) {
        self.name = name
        self.state = state
        self.topics = topics
    }
}

/// One consumer of a group.
public struct GroupMemberStatus: Codable, Sendable, Equatable {
    public var id: String
    /// Its `group.instance.id`; nil for one without.
    public var instance: String?
    public var clientId: String
    public var host: String
    /// It hands out the partitions.
    public var isLeader: Bool
    /// The partitions it reads.
    public var assignment: [GroupAssignmentStatus]

    public init(
        id: String,
        instance: String? = nil,
        clientId: String,
        host: String,
        isLeader: Bool = false,
        assignment: [GroupAssignmentStatus] = []
    ) {
        self.id = id
        self.instance = instance
        self.clientId = clientId
        self.host = host
        self.isLeader = isLeader
        self.assignment = assignment
    }
}

/// The partitions of one topic that a consumer reads.
public struct GroupAssignmentStatus: Codable, Sendable, Equatable {
    public var topic: String
    public var partitions: [Int32]

    public init(topic: String, partitions: [Int32]) {
        self.topic = topic
        self.partitions = partitions
    }
}

/// Somebody whom a rebalance waits for.
public struct GroupBlockerStatus: Codable, Sendable, Equatable {
    public var id: String
    /// Its `group.instance.id`; nil for one without.
    public var instance: String?
    public var clientId: String
    public var host: String
    /// What has not come: `join`, `assignment` (from the leader), `first join` (with an id that was given out).
    public var missing: String
    /// When it is removed if nothing is heard of it, and at the latest, in seconds from now.
    public var removedWhenSilentSeconds: Double
    public var removedSeconds: Double

    public init(
        id: String,
        instance: String? = nil,
        clientId: String,
        host: String,
        missing: String,
        removedWhenSilentSeconds: Double,
        removedSeconds: Double
    ) {
        self.id = id
        self.instance = instance
        self.clientId = clientId
        self.host = host
        self.missing = missing
        self.removedWhenSilentSeconds = removedWhenSilentSeconds
        self.removedSeconds = removedSeconds
    }
}

/// A group's place in one topic.
public struct GroupTopicStatus: Codable, Sendable, Equatable {
    public var topic: String
    /// Records not yet confirmed as read, over the partitions in which the group has a place.
    public var lag: Int64
    /// Records that the group confirms as read, a second.
    public var recordsPerSecond: Double?
    /// Time until it has caught up at the rates of now, in seconds; 0 when it has; nil when it does not catch up.
    public var catchUpSeconds: Double?

    public init(topic: String, lag: Int64) {
        self.topic = topic
        self.lag = lag
    }
}
