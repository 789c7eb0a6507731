import Glibc
import Synchronization

private let interrupted = Atomic(false)

/// Notices Ctrl-C, so that a command can finish its line and save its place. A second one ends the process as usual.
struct Interruption {
    init() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in interrupted.store(true, ordering: .relaxed) }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }

    var hasCome: Bool { interrupted.load(ordering: .relaxed) }
}
