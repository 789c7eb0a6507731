import Synchronization

/// What the log's writer thread does now. It says so a few times a group, never once a record.
public enum WriterActivity: UInt8, Sendable, AtomicRepresentable {
    /// Nothing waits for it.
    case idle
    /// Lays out frames, writes them, makes them visible.
    case writing
    /// Waits for the disk to have written them (fdatasync).
    case syncing
}

extension CommitLog {
    /// What the writer thread does now; looked at some times a second, the share of looks is the share of time.
    public var writerActivity: WriterActivity { shared.activity.load(ordering: .relaxed) }

    /// Bytes that wait for the writer now. Cheaper than `statistics`.
    public var queuedBytes: Int { shared.queue.queuedBytes }

    /// Bytes of records that may wait before their senders do.
    public var queueBytesMax: Int { shared.configuration.queueBytesMax }
}
