/// Why the log refused or failed: what happened, where, and what to do about it.
public struct CommitLogError: Error, Equatable {
    public enum Code: String, Sendable {
        /// Another process has the directory open.
        case inUse
        /// Bytes that had been acknowledged as durable are damaged.
        case corruption
        /// A newer version wrote a frame, a section or a format that this one does not know.
        case unsupported
        /// The operating system failed a call.
        case ioFailure
        /// No space was left for a write.
        case diskFull
        /// The log has been closed, or has stopped after an earlier failure.
        case closed
        /// A frame, topic name or argument that the log does not take.
        case invalidArgument
        /// A log is to be made where there is one.
        case logExists
        /// A topic exists with another number of partitions or other properties.
        case topicMismatch
        /// A topic that is to be new is there already.
        case topicExists
        /// There is no such topic, partition, source or group.
        case notFound
        /// The offset lies before the first or after the last one that can be read.
        case offsetOutOfRange
        /// A source's checkpoint could not be folded into its state.
        case checkpoint
        /// Prepared transactions take more bytes than they may.
        case limitReached
        /// Too many control frames wait for the disk, or another source's chain holds a partition.
        case busy
    }

    public let code: Code
    /// One line of what happened.
    public let what: String
    /// One line of what to do.
    public let remedy: String
    /// Position in the log, if the error is about one.
    public let position: UInt64?
    /// The operating system's error number, if it gave one.
    public let errno: Int32?

    /// True when the same call may succeed later without anybody's help, or as soon as there is space again.
    public let isRetriable: Bool

    /// - Parameter isRetriable: by default true for `busy` alone.
    public init(
        _ code: Code,
        _ what: String,
        remedy: String,
        position: UInt64? = nil,
        errno: Int32? = nil,
        isRetriable: Bool? = nil
    ) {
        self.code = code
        self.what = what
        self.remedy = remedy
        self.position = position
        self.errno = errno
        self.isRetriable = isRetriable ?? (code == .busy)
    }

    /// A write found no space and was taken back: it is done again when there is some.
    var isShortage: Bool { code == .diskFull && isRetriable }
}

extension CommitLogError: CustomStringConvertible {
    public var description: String { "\(what)\n\(remedy)" }
}
