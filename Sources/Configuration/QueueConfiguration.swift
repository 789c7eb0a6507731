/// The queue: where it lies, when its records are durable, and how much memory it may take.
public struct QueueConfiguration: Sendable, Equatable {
    /// The folder that holds the log; made when it is missing. One process at a time uses it.
    public var directory = "data"
    public var durability = QueueDurability.fsync
    /// Size of one file of the log.
    public var segmentBytes = 256 << 20
    /// The largest record; a larger row stops its source, named.
    public var recordBytesMax = 64 << 20
    public var compression = QueueCompression.lz4
    /// Encoded bytes that may wait for the disk; a full queue slows the sources down.
    public var queueBytesMax = 32 << 20
    /// Bytes of new topics and committed offsets that may wait for the disk; beyond it they are asked to come again.
    public var controlQueueBytesMax = 8 << 20
    /// How far ahead a file of the log is filled with zeros in the background; 0 turns it off.
    public var preallocateBytesMax = 64 << 20
    /// Partitions that all topics together may have.
    public var partitionsMax = 100_000
    /// Events of prepared XA transactions that may wait for their COMMIT, of all sources together.
    public var preparedBytesMax = 256 << 20
    /// How long records are kept: of each topic by time, unless it has its own; of all files together by bytes.
    public var retention = RetentionConfiguration(time: .limited(.seconds(7 * 86_400)), bytes: .limited(50 << 30))
    /// A group whose unread records outlive retention, of every topic that it reads.
    public var protect: ProtectConfiguration?
    /// Live records that are copied out of nearly dead files, to delete these.
    public var relocationBytesPerSecond = 32 << 20
    /// Verified in the background of what was written long ago; 0 turns it off.
    public var scrubBytesPerSecond = 8 << 20

    public init() {}
}

/// When a record counts as stored.
public enum QueueDurability: Sendable, Equatable {
    /// After fsync: a consumer never sees a record that a crash can take back.
    case fsync
    /// fsync at this interval; a crash of the machine may lose the last records, which are then read again.
    case interval(Duration)
    /// When the system likes to write.
    case os
}

/// How batches of records are compressed.
public enum QueueCompression: String, Sendable, CaseIterable {
    case none
    case lz4
    case zstd
    case gzip
}

extension QueueConfiguration {
    /// The engines of the queue that this version has.
    private enum Engine: String, CaseIterable {
        case embedded
    }

    /// Reads the section `queue`.
    init(_ section: Section) {
        _ = section.choice("engine", default: Engine.embedded, later: ["kafka"])
        directory = section.text("directory", default: directory)
        durability = section.value("durability", default: durability, expected: "fsync, interval:100ms or os") {
            QueueDurability($0)
        }
        segmentBytes = section.bytes("segment_bytes", default: segmentBytes, in: (1 << 20)...(4 << 30))
        recordBytesMax = section.bytes("record_bytes_max", default: recordBytesMax, in: 1024...(1 << 30))
        compression = section.choice("compression", default: compression, later: ["snappy"])
        queueBytesMax = section.bytes("queue_bytes_max", default: queueBytesMax, in: (1 << 20)...(4 << 30))
        controlQueueBytesMax = section.bytes(
            "control_queue_bytes_max",
            default: controlQueueBytesMax,
            in: (64 << 10)...(1 << 30)
        )
        preallocateBytesMax = section.bytes("preallocate_bytes_max", default: preallocateBytesMax, in: 0...(4 << 30))
        partitionsMax = section.integer("partitions_max", default: partitionsMax, in: 1...10_000_000)
        preparedBytesMax = section.bytes("prepared_bytes_max", default: preparedBytesMax, in: (1 << 20)...(16 << 30))
        if let field = section["retention"], let retention = field.section() {
            self.retention = RetentionConfiguration(retention, default: self.retention)
        }
        if let field = section["protect"], let protect = field.section() {
            self.protect = ProtectConfiguration(protect)
        }
        relocationBytesPerSecond = section.bytes(
            "relocation_bytes_per_second",
            default: relocationBytesPerSecond,
            in: (1 << 20)...(1 << 40)
        )
        scrubBytesPerSecond = section.bytes("scrub_bytes_per_second", default: scrubBytesPerSecond, in: 0...(1 << 40))
        section.notYet("large_values")
        section.finish()
    }
}

extension QueueDurability {
    /// nil when the text is no durability; an interval is at least one millisecond.
    init?(_ text: String) {
        if text == "fsync" {
            self = .fsync
        } else if text == "os" {
            self = .os
        } else if text.hasPrefix("interval:"), let interval = DurationText.parse(String(text.dropFirst(9))),
            interval >= .milliseconds(1), interval <= .seconds(3600)
        {
            self = .interval(interval)
        } else {
            return nil
        }
    }
}
