/// Everything that the page and `/api/status` show, taken at one moment.
public struct LeatStatus: Codable, Sendable {
    public var version: String
    /// When the process began, in milliseconds since 1970.
    public var startedMilliseconds: Int64
    /// When this was taken, in milliseconds since 1970.
    public var nowMilliseconds: Int64
    public var queue: QueueStatus
    public var sources: [SourceStatus]
    public var topics: [TopicStatus]
    public var groups: [GroupStatus]
    /// How many topics and groups there are where not all are told of; nil where all are.
    public var topicCount: Int?
    public var groupCount: Int?

    public init(
        version: String,
        startedMilliseconds: Int64,
        nowMilliseconds: Int64,
        queue: QueueStatus,
        sources: [SourceStatus] = [],
        topics: [TopicStatus] = [],
        groups: [GroupStatus] = []
    ) {
        self.version = version
        self.startedMilliseconds = startedMilliseconds
        self.nowMilliseconds = nowMilliseconds
        self.queue = queue
        self.sources = sources
        self.topics = topics
        self.groups = groups
    }
}
