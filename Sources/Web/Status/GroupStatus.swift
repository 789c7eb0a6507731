/// One consumer group and how far it is behind.
public struct GroupStatus: Codable, Sendable, Equatable {
    public var name: String
    /// Kafka's word for it: `Empty`, `Stable`, …; nil when only committed offsets are known.
    public var state: String?
    public var members: Int
    public var topics: [GroupTopicStatus]

    public init(name: String, state: String? = nil, members: Int = 0, topics: [GroupTopicStatus] = []) {
        self.name = name
        self.state = state
        self.members = members
        self.topics = topics
    }
}

/// A group's place in one topic.
public struct GroupTopicStatus: Codable, Sendable, Equatable {
    public var topic: String
    /// Records not yet confirmed as read, over the partitions in which the group has a place.
    public var lag: Int64

    public init(topic: String, lag: Int64) {
        self.topic = topic
        self.lag = lag
    }
}
