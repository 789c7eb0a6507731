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
    /// How late the queue is now.
    public var delay: DelaySummary?
    /// The one stage to look at first: `source`, `network`, `decode`, `append`, `fsync` or `consumer`; nil while
    /// nothing is late.
    public var stage: String?
    /// The source, or for `consumer` the group, that `stage` is about.
    public var stageSubject: String?
    /// One line of why `stage` is named, with the figure.
    public var stageText: String?
    /// Row changes carried into the queue, a second.
    public var rowsInPerSecond: Double?
    /// Records given to consumers, a second, over Kafka and HTTP.
    public var recordsOutPerSecond: Double?
    /// The same counted since the process began.
    public var recordsOut: Int64?
    /// The views, in the order of the configuration.
    public var views: [ViewStatus] = []

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
