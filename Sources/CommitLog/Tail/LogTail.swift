import Bytes

/// Reads the log in the order in which it was written, frame by frame, up to what is visible: whole transactions, as
/// their sources committed them.
///
/// Only frames with records of a source, copies of such, and definitions of tables are given. Something larger than a
/// frame (a chain) is given when it has ended, in its parts, of which one at a time is in memory; one that was aborted
/// never. Records of clients are passed over. Used by one thread.
public final class LogTail {
    private let log: CommitLog
    let shared: LogShared
    private let seal: FrameSeal
    private var reader: FrameReader?
    private var segment: Segment?
    /// Log position of the next frame that will be looked at.
    public private(set) var position: UInt64
    /// Positions of the open chain's frames so far; empty if none is open.
    private var chain: [UInt64] = []
    /// What an ended chain still has to give: positions of its frames, the last one's first.
    private var parts: [UInt64] = []
    private var partReader: (segment: Segment, reader: FrameReader)?
    private var chainDefinitions: [(key: String, value: [UInt8])] = []
    private var isFirstPart = false
    /// Where reading goes on after a restart.
    public private(set) var place: TailPlace
    private var startsAnew: Bool

    /// - Parameter place: where an earlier reader had come to; nil begins with the oldest record that the log has.
    /// - Throws: `notFound` if the log does not hold the place any more, or never did: begin anew then; `ioFailure`.
    public init(_ log: CommitLog, from place: TailPlace? = nil) throws(CommitLogError) {
        self.log = log
        shared = log.shared
        seal = FrameSeal(log: log.shared.uuid)
        self.place = place ?? .origin
        position = place?.position ?? 0
        startsAnew = place == nil
        guard let place else { return }
        guard position <= visibleEnd, try isLastFrame(place) else { throw Self.lost(place.position) }
        if place.chainPosition > 0 { try findChain(from: place.chainPosition) }
    }

    /// Log position behind the last frame that is visible.
    public var visibleEnd: UInt64 { shared.visibleEnd.load(ordering: .acquiring) }

    /// The next step; nil at the end of what is visible.
    /// - Throws: `corruption` for a damaged frame, or the disk's error.
    public func next() throws(CommitLogError) -> TailStep? {
        while true {
            if let last = parts.popLast() { return .frame(try part(at: last)) }
            // Not with the last part itself: its bytes are in there until this step.
            partReader = nil
            guard position < visibleEnd || startsAnew else { return nil }
            if let start = try enter() { return .start(start) }
            guard let content = try read() else { continue }
            if let frame = take(content) { return .frame(frame) }
        }
    }

    /// Blocks until there may be a further step.
    /// - Returns: false when the time passed.
    public func wait(milliseconds: Int) -> Bool {
        let generation = shared.watermark.generation
        if position < visibleEnd || !parts.isEmpty { return true }
        let deadline = monotonicMicroseconds() + Int64(milliseconds) * 1000
        return shared.watermark.wait(after: generation, deadlineMicroseconds: deadline)
    }

    // MARK: - Frames

    /// Judges a frame at `position`, which moves behind it.
    private func take(_ content: FrameContent) -> TailFrame? {
        let header = content.header
        let begin = position
        position += UInt64(header.frameLength)
        switch FrameKind(rawValue: header.kind) {
        case .data, .schema, .relocated:
            note(header, at: begin)
            return TailFrame(
                content: content,
                isCopy: header.kind == FrameKind.relocated.rawValue,
                endsTransaction: true,
                beginsTransaction: true,
                definitions: Self.definitions(in: content)
            )
        case .chainBegin:
            chain = [begin]
        case .chainContinue:
            chain.append(begin)
        case .chainEnd:
            parts = ([begin] + chain.reversed())
            chain = []
            isFirstPart = true
            chainDefinitions = Self.definitions(in: content)
        case .chainAbort:
            chain = []
        default: break
        }
        return nil
    }

    private func part(at begin: UInt64) throws(CommitLogError) -> TailFrame {
        guard let home = shared.segments.withLock({ $0.containing(begin) }) else { throw Self.lost(begin) }
        if partReader?.segment !== home { partReader = (home, makeReader(home)) }
        guard let reader = partReader?.reader else { throw Self.lost(begin) }
        reader.end = visibleEnd
        let content = try frame(at: begin, in: home, reader)
        let isLast = parts.isEmpty
        if isLast { note(content.header, at: begin) }
        defer {
            isFirstPart = false
            chainDefinitions = []
        }
        return TailFrame(
            content: content,
            isCopy: false,
            endsTransaction: isLast,
            beginsTransaction: isFirstPart,
            definitions: chainDefinitions
        )
    }

    private func note(_ header: FrameHeader, at begin: UInt64) {
        place = TailPlace(
            position: begin + UInt64(header.frameLength),
            framePosition: begin,
            sequence: header.sequence,
            crc: header.crc,
            chainPosition: chain.first ?? 0
        )
    }

    private static func definitions(in content: FrameContent) -> [(key: String, value: [UInt8])] {
        guard content.bodyKind == .schema else { return [] }
        var cursor = ByteCursor(content.checkpoint)
        return (try? SchemaBody(&cursor))?.definitions ?? []
    }

    // MARK: - Segments

    /// Makes sure that the segment which holds `position` is open.
    /// - Returns: not nil where reading begins: at first, or behind segments that are gone.
    private func enter() throws(CommitLogError) -> TailStart? {
        while true {
            let all = shared.segments.withLock { $0 }
            guard let found = home(in: all) else { throw Self.lost(position) }
            let isJump = startsAnew || position < found.start
            if segment !== found || isJump {
                segment = found
                reader = makeReader(found)
                if position <= found.start { position = found.start + UInt64(SegmentHeader.size) }
            }
            guard isJump else { return nil }
            do throws(CommitLogError) {
                let start = try start(in: found)
                startsAnew = false
                return start
            } catch {
                // It was deleted meanwhile: the next one is the oldest.
                guard !shared.segments.withLock({ $0.contains { $0 === found } }) else { throw error }
                position = 0
            }
        }
    }

    /// The segment that holds the position, or the first one behind it where that was deleted.
    private func home(in all: [Segment]) -> Segment? {
        guard let index = all.lastIndex(where: { $0.start <= position }) else { return all.first }
        if let end = all[index].end, position >= end, index + 1 < all.count { return all[index + 1] }
        return all[index]
    }

    private func start(in segment: Segment) throws(CommitLogError) -> TailStart {
        guard let reader else { throw Self.lost(position) }
        reader.end = visibleEnd
        let content = try frame(at: position, in: segment, reader)
        do {
            guard content.header.kind == FrameKind.state.rawValue else {
                throw BytesError.malformed("the segment does not begin with STATE", at: 0)
            }
            var body = ByteCursor(content.checkpoint)
            let state = try LogState(stateBody: &body)
            // What is left of a chain that began before is given when it ends.
            chain = []
            var nextOffsets: [PartitionID: Int64] = [:]
            for partition in state.partitions {
                nextOffsets[partition.id] = partition.index.withLock(\.highWatermark)
            }
            for (id, part) in state.chain?.partitions ?? [:] { nextOffsets[id] = part.begin }
            return TailStart(definitions: state.definitions, nextOffsets: nextOffsets)
        } catch {
            throw Self.damaged(position, segment, "\(error)")
        }
    }

    private func makeReader(_ segment: Segment) -> FrameReader {
        FrameReader(segment, seal: seal, windowBytes: Self.windowBytes)
    }

    private static let windowBytes = 256 << 10

    /// The frame at `position`; nil when its segment has gone, so that `enter` looks again.
    private func read() throws(CommitLogError) -> FrameContent? {
        guard let segment, let reader else { return nil }
        reader.end = visibleEnd
        do throws(CommitLogError) {
            return try frame(at: position, in: segment, reader)
        } catch {
            guard !shared.segments.withLock({ $0.contains { $0 === segment } }) else { throw error }
            // Deleted under the reader: on to the next segment that is there, as a jump.
            guard let next = shared.segments.withLock({ $0.first { $0.start > segment.start } }) else {
                throw Self.lost(position)
            }
            (self.segment, self.reader) = (nil, nil)
            position = next.start
            startsAnew = true
            return nil
        }
    }

    private func frame(
        at position: UInt64,
        in segment: Segment,
        _ reader: FrameReader
    ) throws(CommitLogError) -> FrameContent {
        let reading: FrameReading
        do throws(FileSystemError) { reading = try reader.read(at: position) } catch {
            throw error.asLogError(position: position)
        }
        switch reading {
        case .frame(let header):
            do throws(BytesError) { return try FrameContent(header, bytes: reader.bytes) } catch {
                throw Self.damaged(position, segment, "\(error)")
            }
        case .end: throw Self.damaged(position, segment, "the file ends here")
        case .bad(let defect): throw Self.damaged(position, segment, "\(defect)")
        }
    }
}

extension LogTail {
    /// Whether the last frame that was given is the one that the log has; true if its segment has been deleted.
    private func isLastFrame(_ place: TailPlace) throws(CommitLogError) -> Bool {
        if place.sequence == 0 { return true }
        let all = shared.segments.withLock { $0 }
        guard let home = all.containing(place.framePosition) else { return !all.isEmpty }
        if let end = home.end, place.framePosition >= end { return true }
        let reader = makeReader(home)
        reader.end = visibleEnd
        let reading: FrameReading
        do throws(FileSystemError) { reading = try reader.read(at: place.framePosition) } catch {
            throw error.asLogError(position: place.framePosition)
        }
        guard case .frame(let header) = reading else { return false }
        return header.sequence == place.sequence && header.crc == place.crc
            && place.framePosition + UInt64(header.frameLength) == place.position
    }

    /// Finds the frames of a chain that was open at `position` again.
    private func findChain(from begin: UInt64) throws(CommitLogError) {
        var at = begin
        var reader: (segment: Segment, frames: FrameReader)?
        while at < position {
            guard let home = shared.segments.withLock({ $0.containing(at) }) else { throw Self.lost(at) }
            if home.start == at { at += UInt64(SegmentHeader.size) }
            if reader?.segment !== home { reader = (home, makeReader(home)) }
            guard let frames = reader?.frames else { throw Self.lost(at) }
            frames.end = visibleEnd
            let content: FrameContent
            do throws(CommitLogError) { content = try frame(at: at, in: home, frames) } catch { throw Self.lost(at) }
            switch FrameKind(rawValue: content.header.kind) {
            case .chainBegin: chain = [at]
            case .chainContinue: chain.append(at)
            case .chainEnd, .chainAbort: chain = []
            default: break
            }
            at += UInt64(content.header.frameLength)
        }
    }

    private static func lost(_ position: UInt64) -> CommitLogError {
        CommitLogError(
            .notFound,
            "the log does not hold position \(position) any more",
            remedy: "begin anew with what the log holds",
            position: position
        )
    }

    private static func damaged(_ position: UInt64, _ segment: Segment, _ why: String) -> CommitLogError {
        CommitLogError(
            .corruption,
            "the log is damaged at position \(position) "
                + "(\(segment.path), byte \(segment.offset(of: position))): \(why)",
            remedy: "run `leat log check` on the data directory",
            position: position
        )
    }
}
