/// What the HTTP server needs from the process around it. Called from event loops: answers come from memory, at once.
public protocol StatusProvider: Sendable {
    /// A consistent picture of now.
    var status: LeatStatus { get }

    /// Where each source that the log knows continues.
    var positions: [SourcePosition] { get }

    /// The log takes writes. False makes `/healthz` fail.
    var isAlive: Bool { get }

    /// The log has recovered and the servers serve. False makes `/readyz` fail; a stopped source does not.
    var isReady: Bool { get }

    /// Lets a stopped or waiting source try again now. False when there is no source of that name.
    func resume(source: String) -> Bool
}
