/// Decides what the log gives up: no clock, no disk, no lock. Whole segments are looked at from the newest to the
/// oldest, and every partition keeps what is newer than the first thing that it gives up.
///
/// - A topic's time counts from the append; a segment is as old as its last frame.
/// - A topic's bytes: at least that much is kept (as Kafka does it), and no older segment beside it.
/// - The queue's bytes: all segments together take at most that much; the oldest give.
/// - What a protected group has not read is kept up to its limit, in spite of all three.
/// - Copies of relocated records are as old as the records.
struct RetentionPolicy {
    struct Topic {
        var name: String
        var milliseconds: Int64 = TopicRetention.unlimited
        var bytes: Int64 = TopicRetention.unlimited
        /// Index into `protections`.
        var protection: Int?
    }
    struct Partition {
        var topic: Int
        var logStartOffset: Int64
        var relocated: [RelocatedRange] = []
        /// Bytes of its batches in the segment that is being written.
        var activeBytes: UInt64 = 0
        /// What the protected group wants next; nil if nothing is protected here.
        var groupOffset: Int64?
    }
    struct Protection: Equatable {
        var group: String
        /// Nil: for the queue.
        var topic: String?
        var bytesMax: UInt64
        /// Bytes held back from retention.
        var bytes: UInt64 = 0
        /// Bytes that are given up though the group has not read them.
        var lostBytes: UInt64 = 0
    }

    /// Oldest first, the segment that is being written aside.
    var segments: [SegmentAge]
    var activeStart: UInt64
    var activeBytes: UInt64
    /// By partition number.
    var partitions: [Partition]
    var topics: [Topic]
    var protections: [Protection] = []
    /// Of all segments together.
    var bytesMax: Int64 = TopicRetention.unlimited
    /// Microseconds.
    var now: Int64

    func decide(_ tables: some SegmentTables) throws(CommitLogError) -> RetentionDecision {
        var sweep = RetentionSweep(self)
        try sweep.run(tables)
        return sweep.decision
    }
}

/// What the policy says.
struct RetentionDecision: Equatable {
    /// New first offsets, of those partitions that move.
    var starts: [PartitionID: Int64] = [:]
    /// By segment: bytes of batches that can still be read.
    var liveBytes: [UInt64]
    /// By segment: bytes of all its batches, copies from others included.
    var batchBytes: [UInt64]
    /// By segment: when it counts as sealed (µs).
    var times: [Int64]
    /// By partition: the same, the active segment included.
    var partitionBytes: [UInt64]
    var protections: [RetentionPolicy.Protection]
}

extension RetentionPolicy {
    /// When each segment was sealed, made to grow from segment to segment: clocks step. A time of the future is no time
    /// at all: what follows it in the log, up to now, is younger than it and stands for it. A time before that of
    /// an earlier segment cannot be either. So a step of the clock keeps records too long rather than too short.
    static func times(_ segments: [SegmentAge], now: Int64) -> [Int64] {
        var times = segments.map(\.lastAppendTime)
        var next = now
        for index in times.indices.reversed() {
            if times[index] > now { times[index] = next } else { next = times[index] }
        }
        // Later than the cutoff of those who keep records for ever.
        var last = Int64.min + 1
        for index in times.indices {
            last = max(last, times[index])
            times[index] = last
        }
        return times
    }

    /// How many of the oldest segments go so that the rest fits into the queue's bytes.
    var segmentsOverLimit: Int {
        guard bytesMax != TopicRetention.unlimited else { return 0 }
        var total = segments.reduce(activeBytes) { $0 + $1.byteCount }
        var count = 0
        while count < segments.count, total > UInt64(clamping: bytesMax) {
            total -= segments[count].byteCount
            count += 1
        }
        return count
    }

    /// The time up to which a topic's records go.
    func cutoff(_ topic: Topic) -> Int64 {
        guard topic.milliseconds != TopicRetention.unlimited else { return .min }
        let (micros, overflow) = topic.milliseconds.multipliedReportingOverflow(by: 1000)
        if overflow { return .min }
        let (cutoff, underflow) = now.subtractingReportingOverflow(micros)
        return underflow ? .min : cutoff
    }
}
