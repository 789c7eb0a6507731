/// What the HTTP server needs from the process around it. Called from event loops: answers come from memory, at once,
/// unless a method is `async`.
public protocol StatusProvider: Sendable {
    /// A consistent picture of now.
    var status: LeatStatus { get }

    /// The course of the last minutes.
    var history: StatusHistory { get }

    /// `/metrics` has series for each partition.
    var tellsPartitions: Bool { get }

    /// Whether each view is at work, by its name.
    var viewsUp: [String: Bool] { get }

    /// How long the stages took since the process began.
    var stageDelays: [StageDelays] { get }

    /// All consumer groups with their members, blockers and lag; `status` tells the counts alone.
    var groups: [GroupStatus] { get }

    /// Where each source that the log knows continues.
    var positions: [SourcePosition] { get }

    /// The file of `leat position export`, of a moment in which positions and offsets belong together.
    /// - Throws: `StatusRefusal`.
    func positionExport() async throws -> [UInt8]

    /// Is told of records that were given over HTTP.
    func recordsRead(_ count: Int)

    /// The log takes writes. False makes `/healthz` fail.
    var isAlive: Bool { get }

    /// The log has recovered and the servers serve. False makes `/readyz` fail; a stopped source does not.
    var isReady: Bool { get }

    /// Lets a stopped or waiting source try again now. False when there is no source of that name.
    func resume(source: String) -> Bool
}

/// Why the process does not give what was asked for.
public struct StatusRefusal: Error, Sendable {
    /// One line of what.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }
}
