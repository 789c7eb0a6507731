import Bytes

/// Reads segments from STATE to the end and rebuilds what the log knew. Changes no file.
struct RecoveryScan {
    let environment: LogEnvironment
    let logDirectory: String
    let merging: any CheckpointMerging
    var log: RecoveredLog
    /// Frames above the recorded durable sequence: (sequence, position).
    var unrecorded: [(UInt64, UInt64)] = []
    /// Only segments that start before this position are looked at.
    var segmentsEnd = UInt64.max
    /// Shown each frame that has been taken, with its position; the frame's bytes are valid during the call.
    var visit: ((FrameContent, UInt64) -> Void)?

    /// Where the scan begins.
    enum Extent {
        /// At the oldest segment: everything is read and judged.
        case whole
        /// At the newest: its STATE holds all that the older ones said, and it has a name only since they are durable.
        /// Of those only the lengths are looked at.
        case newest
    }
    var extent = Extent.whole

    init(
        environment: LogEnvironment,
        logDirectory: String,
        merging: any CheckpointMerging,
        openFilesMax: Int = 256
    ) {
        log = RecoveredLog(files: FileCache(fileSystem: environment.fileSystem, filesMax: openFilesMax))
        self.environment = environment
        self.logDirectory = logDirectory
        self.merging = merging
    }

    /// - Returns: a log without segments if the directory is new.
    func recover() throws(CommitLogError) -> RecoveredLog {
        var scan = self
        return try scan.run()
    }

    private mutating func run() throws(CommitLogError) -> RecoveredLog {
        log.segments = try Segment.openAll(log.files, logDirectory, before: segmentsEnd)
        switch extent {
        case .whole: try scanAll()
        case .newest: try scanNewest()
        }
        log.state.prepared.forgetArriving()
        log.firstUnrecordedPosition = unrecorded.first?.1 ?? log.endPosition
        return log
    }

    private mutating func scanAll() throws(CommitLogError) {
        let space = SpaceState(newestOf: log.segments)
        dropLeftovers(space)
        let headers = try readHeaders()
        var isFirst = true
        for index in log.segments.indices {
            try scan(log.segments[index], header: headers[index], isFirst: isFirst)
            guard index < log.segments.count - 1 else { return }
            let next = log.segments[index + 1].start
            isFirst = next != log.endPosition
            if isFirst && space.end(ofGapAt: log.endPosition) != next {
                throw corruption(
                    at: log.endPosition,
                    in: log.segments[index],
                    "the sealed segment ends here, but the next one begins at \(next)"
                )
            }
            // After deleted segments everything begins anew with STATE.
            if isFirst { log.lastSequence = headers[index + 1].firstSequence - 1 }
        }
    }

    /// Leaves files alone that the log had given up and did not get to removing.
    mutating func dropLeftovers(_ space: SpaceState) {
        guard let newest = log.segments.last else { return }
        log.leftovers = log.segments.filter { space.isDeleted($0.start) && $0 !== newest }
        log.segments.removeAll { space.isDeleted($0.start) && $0 !== newest }
    }

    private mutating func readHeaders() throws(CommitLogError) -> [SegmentHeader] {
        var headers: [SegmentHeader] = []
        for segment in log.segments {
            let header = try readHeader(segment)
            if let first = headers.first, first.uuid != header.uuid {
                throw corruption(at: segment.start, in: segment, "it belongs to log \(header.uuid), not \(first.uuid)")
            }
            headers.append(header)
        }
        if let first = headers.first { begin(with: first) }
        return headers
    }

    mutating func begin(with header: SegmentHeader) {
        log.uuid = header.uuid
        log.lastSequence = header.firstSequence - min(header.firstSequence, 1)
        log.recordedSequence = log.lastSequence
    }

    func readHeader(_ segment: Segment) throws(CommitLogError) -> SegmentHeader {
        let header: SegmentHeader
        do throws(CommitLogError) {
            header = try segment.readHeader()
        } catch {
            guard error.code == .corruption else { throw error }
            throw corruption(at: segment.start, in: segment, error.what)
        }
        guard header.start == segment.start else {
            throw corruption(at: segment.start, in: segment, "its header says that it starts at \(header.start)")
        }
        return header
    }

    mutating func scan(_ segment: Segment, header: SegmentHeader, isFirst: Bool) throws(CommitLogError) {
        let seal = FrameSeal(log: log.uuid)
        let reader = FrameReader(segment, seal: seal)
        let start = segment.start + UInt64(SegmentHeader.size)
        let isLast = segment === log.segments.last
        log.endPosition = start
        segment.summary.withLock { $0.firstSequence = header.firstSequence }
        log.logEpoch = max(log.logEpoch, header.logEpoch)
        while true {
            let reading: FrameReading
            do throws(FileSystemError) { reading = try reader.read(at: log.endPosition) } catch {
                throw error.asLogError(position: log.endPosition)
            }
            guard case .frame(let frame) = reading, isNext(frame) else {
                let isHead = log.endPosition == start
                if isHead { throw corruption(at: start, in: segment, "the segment's STATE frame is damaged") }
                if isLast { try judgeTail(reader, segment, reading) }
                return
            }
            let isHead = log.endPosition == start
            try take(frame, reader.bytes, segment, isFirstState: isFirst && isHead, isHead: isHead)
        }
    }

    /// True if the frame can follow the last one.
    private func isNext(_ frame: FrameHeader) -> Bool {
        frame.sequence == log.lastSequence + 1 && frame.logEpoch >= log.logEpoch
            && frame.durableSequence < frame.sequence
    }

    /// The error for bytes that must have been right.
    func corruption(at position: UInt64, in segment: Segment, _ why: String) -> CommitLogError {
        CommitLogError(
            .corruption,
            "the log is damaged at position \(position) (\(segment.path), byte \(segment.offset(of: position))): "
                + why,
            remedy:
                "restore the directory from a copy, or look at `leat log check` and what `leat log repair` would cut",
            position: position
        )
    }
}
