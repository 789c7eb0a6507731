/// How long a topic's records are kept. What is nil is as for the whole queue.
public struct TopicRetention: Sendable, Equatable {
    /// Milliseconds after which records go, counted from when they were appended; `unlimited` for ever.
    public var milliseconds: Int64?
    /// Bytes of batches that are kept, over all partitions; `unlimited` for all. The active segment is never deleted,
    /// so more than this may be there.
    public var bytes: Int64?
    /// Readers of this topic whose unread records stay for longer.
    public var protection: GroupProtection?

    public static let unlimited = Int64.max

    public init(milliseconds: Int64? = nil, bytes: Int64? = nil, protection: GroupProtection? = nil) {
        self.milliseconds = milliseconds
        self.bytes = bytes
        self.protection = protection
    }
}

/// A consumer group whose unread records outlive retention, up to a limit.
public struct GroupProtection: Sendable, Equatable {
    public var group: String
    /// Bytes of batches that are kept for the group beyond what retention would delete; then the oldest give way.
    public var bytesMax: Int64

    public init(group: String, bytesMax: Int64) {
        self.group = group
        self.bytesMax = bytesMax
    }
}

/// How long the queue keeps its records.
public struct RetentionSettings: Sendable {
    /// For topics without a time of their own: milliseconds from when a record was appended.
    public var milliseconds: Int64 = TopicRetention.unlimited
    /// Bytes of all segments together; the oldest go first.
    public var bytes: Int64 = TopicRetention.unlimited
    /// Readers of any topic whose unread records stay for longer. A topic counts once the group has committed an offset
    /// of it.
    public var protection: GroupProtection?
    /// What the configuration says of a topic, by name; asked again and again, so it is quick.
    public var topic: @Sendable (String) -> TopicRetention = { _ in TopicRetention() }

    public init() {}
}
