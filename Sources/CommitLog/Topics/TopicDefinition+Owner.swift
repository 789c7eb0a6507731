extension TopicDefinition {
    /// True if a source appends to the topic: nobody else may, and its partitions stay as many as they are.
    public var isFedBySource: Bool { properties["source"] != nil }

    /// The source that appends to the topic; nil for one that clients write to.
    public var sourceName: String? { properties["source"] }

    /// What a topic bears that a client has made, by CreateTopics or by asking for it.
    public static var madeByClient: [String: String] { ["made_by": "client"] }

    /// True if a client has made the topic.
    public var isMadeByClient: Bool { properties["made_by"] == "client" }
}
