import Threads

/// Something about the log that an operator should read; the log goes on.
public struct LogNotice: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// The oldest segments are missing, and the log did not delete them.
        case segmentsMissing
        /// The wall clock has moved by more than clocks are corrected.
        case clockStepped
        /// Records that a protected group has not read take much of what they may.
        case protectionFilling
        /// Records were given up that a protected group has not read.
        case protectionGaveWay
        /// Bytes of a sealed segment are damaged.
        case damage
        /// Segments could not be given up this time.
        case spaceFailed
    }

    public let kind: Kind
    /// One line of what.
    public let what: String
    /// One line of what to do; nil if there is nothing.
    public let remedy: String?
    /// Position in the log, if the notice is about one.
    public let position: UInt64?

    init(_ kind: Kind, _ what: String, remedy: String? = nil, position: UInt64? = nil) {
        self.kind = kind
        self.what = what
        self.remedy = remedy
        self.position = position
    }
}

/// Notices on their way to whoever reads them.
final class LogNotices: Sendable {
    private struct State {
        var waiting: [LogNotice] = []
        var reader: (@Sendable (LogNotice) -> Void)?
    }

    private let state = ConditionLock(State())
    /// Of those that nobody has asked for yet; later ones are let go.
    private static let waitingMax = 100

    func add(_ notice: LogNotice) {
        let reader = state.withLock { state in
            if state.reader == nil, state.waiting.count < Self.waitingMax { state.waiting.append(notice) }
            return state.reader
        }
        reader?(notice)
    }

    func read(_ reader: @escaping @Sendable (LogNotice) -> Void) {
        let waiting = state.withLock { state in
            state.reader = reader
            defer { state.waiting = [] }
            return state.waiting
        }
        for notice in waiting { reader(notice) }
    }
}

extension CommitLog {
    /// Calls back with each notice, those from before this call included; from the log's background thread, mostly.
    /// A later call replaces the earlier one.
    public func onNotice(_ reader: @escaping @Sendable (LogNotice) -> Void) { shared.space.notices.read(reader) }
}
