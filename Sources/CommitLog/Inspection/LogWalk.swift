import Bytes

/// Goes through a log frame by frame, over damaged places as well: for looking at it, not for judging it.
public final class LogWalk {
    /// What stands next in the log.
    public enum Step {
        /// A frame whose checksum is right; its bytes are valid until the next step.
        case frame(FrameContent, position: UInt64)
        /// Bytes that are no frame, up to the next good frame or the end of the file.
        case damage(LogDamage)
    }

    /// The names that the frames so far have told.
    public private(set) var names = LogNames()
    /// The chain that the frames so far have left open.
    private(set) var chains = ChainTrace()
    /// The same before the first step that was given out.
    private(set) var chainAtStart: OpenChain?
    private var isStarted = false
    private var segments: ArraySlice<Segment>
    private let seal: FrameSeal
    private let from: UInt64
    /// Tells where deleted segments stood.
    private let space: SpaceState
    /// Where the last of the segments must end, if that is known.
    private let sealedEnd: UInt64?
    private var reader: FrameReader?
    private var position: UInt64 = 0
    private static let windowBytes = 1 << 20

    init(_ fileSystem: any LogFileSystem, logDirectory: String, from: UInt64) throws(CommitLogError) {
        var all = try Segment.openAll(FileCache(fileSystem: fileSystem), logDirectory)
        space = SpaceState(newestOf: all)
        sealedEnd = nil
        // Files that the log had given up and did not get to removing.
        if let newest = all.last { all.removeAll { [space] in space.isDeleted($0.start) && $0 !== newest } }
        // Each file that can be read says to which log it belongs; a frame of another log is none here.
        let uuid = all.lazy.compactMap { try? $0.readHeader().uuid }.first
        seal = FrameSeal(log: uuid ?? LogUUID(high: 0, low: 0))
        self.from = from
        // The names are learnt from the STATE at the head of the segment that holds the position.
        segments = all[(all.lastIndex { $0.start <= from } ?? all.startIndex)...]
    }

    /// One sealed segment alone, from a log position in it.
    init(sealed segment: Segment, end: UInt64, uuid: LogUUID, from: UInt64) {
        (space, sealedEnd, self.from) = (SpaceState(), end, from)
        seal = FrameSeal(log: uuid)
        segments = [segment]
    }

    /// After what `next` gave last.
    var nextPosition: UInt64 { position }

    /// - Returns: nil at the end of the log.
    /// - Throws: the disk's error.
    public func next() throws(CommitLogError) -> Step? {
        while let segment = segments.first {
            do throws(FileSystemError) {
                let chainBefore = chains.open
                guard let step = try step(in: segment) else {
                    segments.removeFirst()
                    reader = nil
                    continue
                }
                guard position > from else { continue }
                if !isStarted { chainAtStart = chainBefore }
                isStarted = true
                return step
            } catch {
                throw error.asLogError(position: position)
            }
        }
        return nil
    }

    /// Moves over what stands at the current position.
    private func step(in segment: Segment) throws(FileSystemError) -> Step? {
        guard let reader else {
            reader = FrameReader(segment, seal: seal)
            position = segment.start + UInt64(SegmentHeader.size)
            if (try? segment.readHeader()) == nil {
                return .damage(LogDamage(segment, segment.start..<position, "no segment header"))
            }
            return try step(in: segment)
        }
        let start = position
        let reading = try reader.read(at: start)
        let why: String
        switch reading {
        case .frame(let header):
            position += UInt64(header.frameLength)
            if let content = try? FrameContent(header, bytes: reader.bytes) {
                names.take(content)
                chains.take(content)
                return .frame(content, position: start)
            }
            return .damage(LogDamage(segment, start..<position, "a frame that contradicts itself"))
        case .end: why = "the file ends here"
        case .bad(let defect): why = "\(defect)"
        }
        let (next, isEmpty) = try nextFrame(reader, segment)
        if let next {
            position = next
            return .damage(LogDamage(segment, start..<next, why))
        }
        // Zeros after the end of the last segment were prepared for frames to come; elsewhere something is missing.
        let following = segments.dropFirst().first.map { space.end(of: segment.start, before: $0.start) } ?? sealedEnd
        let fileEnd = isEmpty ? start : segment.start + UInt64(try segment.file.length())
        let end = following ?? fileEnd
        guard end > start else { return nil }
        position = end
        return .damage(LogDamage(segment, start..<end, why))
    }

    /// The next good frame of the segment after the current position; else whether only zeros follow.
    private func nextFrame(
        _ reader: FrameReader,
        _ segment: Segment
    ) throws(FileSystemError) -> (position: UInt64?, isEmpty: Bool) {
        var offset = segment.offset(of: position)
        var isEmpty = true
        while true {
            let view = try reader.view(at: offset, count: Self.windowBytes)
            let rest = UnsafeRawBufferPointer(rebasing: view.prefix(Self.windowBytes))
            var candidate: Int?
            for at in stride(from: 0, to: rest.count - 7, by: 8) {
                let value = rest.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if value == 0 { continue }
                isEmpty = false
                if UInt32(truncatingIfNeeded: UInt64(littleEndian: value)) == FrameHeader.magic {
                    candidate = offset + at
                    break
                }
            }
            if let candidate {
                let place = segment.start + UInt64(candidate)
                if place > position, case .frame = try reader.read(at: place) { return (place, false) }
                offset = candidate + 8
                continue
            }
            if rest.suffix(rest.count % 8).contains(where: { $0 != 0 }) { isEmpty = false }
            if rest.count < Self.windowBytes { return (nil, isEmpty) }
            offset += rest.count
        }
    }
}

/// Bytes of the log that are no frame.
public struct LogDamage: Sendable, Equatable {
    /// The file that holds them.
    public let segment: String
    /// Log positions of the first and after the last.
    public let range: Range<UInt64>
    public let why: String

    init(_ segment: Segment, _ range: Range<UInt64>, _ why: String) {
        self.segment = segment.path
        self.range = range
        self.why = why
    }
}
