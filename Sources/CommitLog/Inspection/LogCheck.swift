/// What `leat log check` found: how much there is, and the first thing that is wrong.
public struct LogCheck: Sendable {
    /// A record batch that stands in a good frame and is wrong in itself.
    public struct BadBatch: Sendable, Equatable {
        /// Log position of the batch.
        public let position: UInt64
        /// Topic and partition, as in `orders-3`.
        public let partition: String
        public let baseOffset: Int64
        public let why: String
    }

    public internal(set) var uuid: LogUUID?
    public internal(set) var segments = 0
    public internal(set) var topics = 0
    public internal(set) var sources = 0
    public internal(set) var frames: [FrameKind: Int] = [:]
    public internal(set) var frameCount = 0
    public internal(set) var batches = 0
    public internal(set) var records = 0
    /// Records of chains that were broken off: nobody sees them, and their offsets were given to others.
    public internal(set) var deadRecords = 0
    /// After the last good frame.
    public internal(set) var endPosition: UInt64 = 0
    public internal(set) var lastSequence: UInt64 = 0
    public internal(set) var logEpoch: UInt32 = 0
    /// A write was interrupted after the last good frame. Nothing in it was acknowledged; the next start cuts it off.
    public internal(set) var hasInterruptedWrite = false
    /// Why the log cannot be opened; its position is the first bad one.
    public internal(set) var damage: CommitLogError?
    public internal(set) var badBatches = 0
    public internal(set) var firstBadBatch: BadBatch?

    public var isWell: Bool { damage == nil && badBatches == 0 }
}

extension LogCheck {
    static func run(
        _ scan: RecoveryScan,
        _ judge: @escaping (FrameEntry, UnsafeRawBufferPointer) -> String?,
        _ progress: @escaping (UInt64) -> Void
    ) throws(CommitLogError) -> LogCheck {
        let tally = Tally()
        var scan = scan
        scan.visit = { content, position in
            tally.take(content, at: position, judge)
            progress(tally.check.endPosition)
        }
        do throws(CommitLogError) {
            let log = try scan.recover()
            tally.check.uuid = log.uuid
            tally.check.segments = log.segments.count
            tally.check.hasInterruptedWrite = log.hasTornTail
            // Recovery knows those whose frames went with older segments, too.
            tally.check.topics = log.state.topics.count
            tally.check.sources = log.state.sources.count
        } catch {
            guard error.code != .ioFailure else { throw error }
            tally.check.damage = error
            let names = (try? scan.environment.fileSystem.list(scan.logDirectory)) ?? []
            tally.check.segments = names.count { Segment.start(inName: $0) != nil }
            tally.check.topics = tally.names.topicCount
            tally.check.sources = tally.names.sourceCount
        }
        return tally.check
    }
}

/// Counts what the scan shows.
private final class Tally {
    var check = LogCheck()
    var names = LogNames()
    /// In the chain that is open.
    private var chainRecords = 0

    func take(
        _ content: FrameContent,
        at position: UInt64,
        _ judge: (FrameEntry, UnsafeRawBufferPointer) -> String?
    ) {
        names.take(content)
        if let kind = FrameKind(rawValue: content.header.kind) { check.frames[kind, default: 0] += 1 }
        check.frameCount += 1
        check.endPosition = position + UInt64(content.header.frameLength)
        check.lastSequence = content.header.sequence
        check.logEpoch = content.header.logEpoch
        for entry in content.entries {
            check.batches += 1
            if content.header.kind != FrameKind.relocated.rawValue { check.records += Int(entry.recordCount) }
            if content.chain != nil { chainRecords += Int(entry.recordCount) }
            guard let why = judge(entry, content.batch(entry)) else { continue }
            check.badBatches += 1
            guard check.firstBadBatch == nil else { continue }
            check.firstBadBatch = LogCheck.BadBatch(
                position: position + UInt64(entry.positionInFrame),
                partition: names.partition(entry.partition),
                baseOffset: entry.baseOffset,
                why: why
            )
        }
        endChain(content)
    }

    private func endChain(_ content: FrameContent) {
        switch FrameKind(rawValue: content.header.kind) {
        case .chainAbort:
            check.records -= chainRecords
            check.deadRecords += chainRecords
            chainRecords = 0
        case .chainEnd: chainRecords = 0
        default: break
        }
    }
}
