import Web

/// What one look of the sampler found, once a second.
struct StatusSample: Sendable {
    var delay = DelaySummary()
    /// By source, in the order of the configuration.
    var rowsPerSecond: [Double] = []
    var bytesPerSecond: [Double] = []
    /// By partition number in the log.
    var partitionRecordsPerSecond: [Double] = []
    var partitionBytesPerSecond: [Double] = []
    var recordsOutPerSecond = 0.0
    var groups: [GroupPlace: GroupPace] = [:]
    var consumer: ConsumerJudge.Verdict?
    /// How long the look itself took, in seconds.
    var ownSeconds = 0.0
}

/// A group's place in a topic.
struct GroupPlace: Hashable, Sendable {
    let group: String
    let topic: String
}
