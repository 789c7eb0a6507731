import Bytes
import Threads

/// Says of chains whose end lies beyond a sealed segment whether they have ended or were aborted: only in the first case
/// the segment's index has their batches.
final class ChainOutcomes: Sendable {
    private let uuid: LogUUID
    private let segments: ConditionLock<[Segment]>
    /// A chain over hundreds of segments is asked for as often.
    private let known = ConditionLock<[UInt64: Bool]>([:])
    private static let knownMax = 64

    init(uuid: LogUUID, segments: ConditionLock<[Segment]>) {
        self.uuid = uuid
        self.segments = segments
    }

    /// - Parameter position: where a segment begins at whose head the chain is open.
    /// - Returns: true if it has ended, false if it was aborted.
    /// - Throws: `corruption` if neither can be found, or the disk's error.
    func hasEnded(_ id: UInt64, openAt position: UInt64) throws(CommitLogError) -> Bool {
        if let known = known.withLock({ $0[id] }) { return known }
        let all = segments.withLock { $0 }
        let next = all.endOfThose { $0.start < position }
        // The STATE of all segments but the last has it open; the outcome is in the last of these.
        let end = try all.endOfThose(in: next..<all.count) { (later) throws(CommitLogError) in
            try state(of: later).chain?.id == id
        }
        guard end > next else { throw lost(id, position, "the segment there does not know it") }
        let ended = try outcome(of: id, in: all[end - 1])
        known.withLock { known in
            if known.count >= Self.knownMax { known.removeAll() }
            known[id] = ended
        }
        return ended
    }

    /// True if a chain is open where the segment begins.
    func isOpen(atHeadOf segment: Segment) throws(CommitLogError) -> Bool { try state(of: segment).chain != nil }

    private func state(of segment: Segment) throws(CommitLogError) -> LogState {
        let position = segment.start + UInt64(SegmentHeader.size)
        let reader = FrameReader(segment, seal: FrameSeal(log: uuid))
        do {
            guard case .frame(let header) = try reader.read(at: position), header.kind == FrameKind.state.rawValue
            else { throw BytesError.malformed("no STATE stands there", at: 0) }
            var body = ByteCursor(try FrameContent(header, bytes: reader.bytes).checkpoint)
            return try LogState(stateBody: &body)
        } catch let error as FileSystemError {
            throw error.asLogError(position: position)
        } catch {
            throw lost(0, position, "\(error)")
        }
    }

    private func outcome(of id: UInt64, in segment: Segment) throws(CommitLogError) -> Bool {
        let reader = FrameReader(segment, seal: FrameSeal(log: uuid))
        var position = segment.start + UInt64(SegmentHeader.size)
        while true {
            let reading: FrameReading
            do throws(FileSystemError) { reading = try reader.read(at: position) } catch {
                throw error.asLogError(position: position)
            }
            guard case .frame(let header) = reading else { throw lost(id, position, "its end cannot be found") }
            if header.chain == id {
                if header.kind == FrameKind.chainEnd.rawValue { return true }
                if header.kind == FrameKind.chainAbort.rawValue { return false }
            }
            position += UInt64(header.frameLength)
        }
    }

    private func lost(_ id: UInt64, _ position: UInt64, _ why: String) -> CommitLogError {
        CommitLogError(
            .corruption,
            "whether chain \(id) has ended cannot be read at log position \(position): \(why)",
            remedy: "run `leat log check` on the data directory",
            position: position
        )
    }
}
