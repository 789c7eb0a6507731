import Synchronization

/// The status of one source, written by its threads (once a chunk, never once a row) and read by anybody.
final class StatusBoard: Sendable {
    private let status: Mutex<SourceBridgeStatus>

    init(name: String) { status = Mutex(SourceBridgeStatus(name: name)) }

    var current: SourceBridgeStatus { status.withLock { $0 } }

    func update(_ body: (inout SourceBridgeStatus) -> Void) { status.withLock { body(&$0) } }
}
