import Bytes

@testable import CommitLog

func hasRightChecksum(_ batch: UnsafeRawBufferPointer) -> Bool {
    guard batch.count > 21 else { return false }
    let stored = UInt32(bigEndian: batch.loadUnaligned(fromByteOffset: 17, as: UInt32.self))
    return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: batch[21...])) == stored
}

/// What becomes of a log with one bit turned over.
enum FlipOutcome: String, CaseIterable {
    /// The log does not open, and says where.
    case refused = "refused at open"
    /// What needs the place cannot be read, and it says where.
    case refusedAtRead = "refused at read"
    /// A batch is given out that its own checksum calls damaged.
    case batchChecksum = "batch checksum"
    /// Taken for an interrupted write above the last durable sequence on record: the stated limit.
    case cut = "cut"
    /// All is as it was; `leat log check` names the place.
    case harmlessFound = "unharmed, check finds"
    /// All is as it was, and nobody looks at the place.
    case harmless = "unharmed"
    /// Something else is shown than was written, and nothing says so.
    case wrong = "WRONG"
}

/// A part of a log's files.
struct FlipRegion: Hashable, Comparable, CustomStringConvertible {
    enum File: String { case sealed, newest, index }
    let file: File
    let part: String

    var description: String { "\(file.rawValue) \(part)" }
    static func < (one: FlipRegion, other: FlipRegion) -> Bool { one.description < other.description }
}

/// The small log whose bits are turned over: several segments, all kinds of frames, prepared zeros at the end, and the
/// last group without the mark that would put it on record.
final class FlippedLog {
    let disk: SimulatedDisk
    let contents: LogContents
    /// What recovery may show if frames above the recorded durable sequence are taken for unwritten.
    let cutContents: [LogContents]
    let kinds: Set<FrameKind>
    /// By path: what stands at each byte.
    private(set) var regions: [String: [(range: Range<Int>, region: FlipRegion, isRecorded: Bool)]] = [:]

    /// Frames that it must have.
    private static let kindsWanted: Set<FrameKind> = [
        .data, .checkpoint, .state, .mark, .topic, .schema, .group, .prepared, .source, .chainBegin, .chainEnd, .space,
        .produced, .topicChanged,
    ]

    /// The first of many small logs that has something of everything.
    convenience init() throws {
        for seed in 1...3000 as ClosedRange<UInt64> {
            let simulation = Simulation(Self.plan(seed))
            try simulation.run(steps: 140)
            let disk = simulation.disk
            let frames = try disk.frames()
            let paths = disk.segmentPaths
            guard Set(frames.compactMap(\.kind)).isSuperset(of: Self.kindsWanted), 3...9 ~= paths.count,
                let lastRecords = frames.lastIndex(where: { $0.header.entryCount > 0 }),
                let start = Segment.start(inName: String(paths[paths.count - 1].suffix(28))),
                frames[lastRecords].position > start
            else { continue }
            try self.init(disk, Array(frames[...lastRecords]), newest: paths[paths.count - 1], start: start)
            return
        }
        throw Violation("no small log has frames of all kinds")
    }

    private init(_ disk: SimulatedDisk, _ frames: [FoundFrame], newest: String, start: UInt64) throws {
        // The marks of the end go, so that the last group is above the recorded sequence.
        let kept = Int((frames.last?.end ?? start) - start)
        disk.put(newest, Array(disk.bytes(newest)[..<kept]) + [UInt8](repeating: 0, count: 1024))
        let indexPaths = disk.get { $0.names.keys.filter { $0.hasSuffix(".index") } }
        for path in indexPaths { disk.set { $0.names[path] = nil } }
        // Index files of all sealed segments.
        let indexed = disk.copy()
        let log = try Self.open(indexed)
        for segment in log.shared.segments.withLock({ $0 }) {
            _ = try log.shared.indexes.summary(of: segment)
            log.shared.keeper.runPending()
        }
        log.abandon()
        for path in indexed.get({ $0.names.keys.filter { $0.hasSuffix(".index") } }) {
            disk.put(path, indexed.bytes(path))
        }
        self.disk = disk
        contents = try Self.contents(disk)
        kinds = Set(frames.compactMap(\.kind))
        let recorded = try disk.scan().recordedSequence
        cutContents = try frames.filter { $0.header.sequence > recorded }.map { frame in
            let cut = disk.copy()
            cut.put(newest, Array(disk.bytes(newest)[..<Int(frame.position - start)]))
            return try Self.contents(cut)
        }
        try findRegions(frames, recorded: recorded)
    }

    private static func plan(_ seed: UInt64) -> Simulation.Plan {
        var plan = Simulation.Plan(seed: seed)
        plan.usesChains = true
        plan.usesSpace = true
        plan.segmentBytes = 16 << 10
        plan.topicsMax = 2
        plan.sources = 2
        plan.usesFaults = false
        plan.producers = 1
        return plan
    }

    private static func open(_ disk: SimulatedDisk) throws -> CommitLog {
        var configuration = CommitLogConfiguration(directory: "d", preallocateBytesMax: 0, keeperTickMilliseconds: 0)
        configuration.scrubBytesPerSecond = 0
        return try CommitLog.open(
            configuration,
            merging: ConsecutiveCheckpoints(),
            environment: SimulatedClock().environment(disk),
            startsThreads: false
        )
    }

    private static func contents(_ disk: SimulatedDisk) throws -> LogContents {
        let log = try open(disk.copy())
        defer { log.abandon() }
        return try LogContents(log)
    }

    private func findRegions(_ frames: [FoundFrame], recorded: UInt64) throws {
        let paths = disk.segmentPaths
        for path in paths {
            let isNewest = path == paths.last
            let file: FlipRegion.File = isNewest ? .newest : .sealed
            let start = Segment.start(inName: String(path.suffix(28))) ?? 0
            let length = disk.bytes(path).count
            var list: [(range: Range<Int>, region: FlipRegion, isRecorded: Bool)] = []
            func add(_ range: Range<Int>, _ part: String, _ isRecorded: Bool = true) {
                if !range.isEmpty { list.append((range, FlipRegion(file: file, part: part), isRecorded)) }
            }
            add(0..<68, "1 segment header")
            add(68..<SegmentHeader.size, "2 zeros after the segment header")
            var end = SegmentHeader.size
            for frame in frames where frame.position >= start && frame.position < start + UInt64(length) {
                let at = Int(frame.position - start)
                let header = frame.header
                let isRecorded = header.sequence <= recorded
                add(at..<at + FrameHeader.size, "3 frame header", isRecorded)
                let bodyEnd = at + FrameHeader.size + Int(header.checkpointLength)
                add(at + FrameHeader.size..<bodyEnd, "4 checkpoint or body", isRecorded)
                add(bodyEnd..<at + header.entriesStart, "8 padding", isRecorded)
                add(at + header.entriesStart..<at + header.batchesStart, "5 entries", isRecorded)
                let bytes = disk.bytes(path)[at..<at + Int(header.frameLength)]
                let content = try Array(bytes).withUnsafeBytes { try FrameContent(header, bytes: $0).entries }
                var filled = at + header.batchesStart
                for entry in content {
                    let batch = at + Int(entry.positionInFrame)
                    add(filled..<batch, "8 padding", isRecorded)
                    add(batch..<batch + 21, "6 batch head (outside its checksum)", isRecorded)
                    add(batch + 21..<batch + Int(entry.byteLength), "7 batch", isRecorded)
                    filled = batch + Int(entry.byteLength)
                }
                end = at + Int(header.frameLength)
                add(filled..<end, "8 padding", isRecorded)
            }
            add(end..<length, "9 prepared zeros")
            regions[path] = list
        }
        for path in disk.get({ $0.names.keys.filter { $0.hasSuffix(".index") } }) {
            regions[path] = [(0..<disk.bytes(path).count, FlipRegion(file: .index, part: "file"), true)]
        }
    }

    /// All bytes, in a fixed order.
    var places: [(path: String, byte: Int)] {
        regions.keys.sorted().flatMap { path in (0..<disk.bytes(path).count).map { (path, $0) } }
    }

    func region(_ path: String, _ byte: Int) -> (region: FlipRegion, isRecorded: Bool) {
        let list = regions[path] ?? []
        let found = list.first { $0.range.contains(byte) }
        return found.map { ($0.region, $0.isRecorded) } ?? (FlipRegion(file: .sealed, part: "?"), true)
    }

    /// Turns a bit over, in a copy.
    func outcome(_ path: String, byte: Int, bit: Int) throws -> FlipOutcome {
        let copy = disk.copy()
        copy.flip(path, byte: byte, bit: bit)
        let isFound = try isFoundByCheck(copy)
        let log: CommitLog
        do { log = try Self.open(copy) } catch let error as CommitLogError {
            let isNamed = error.code == .unsupported || error.code == .corruption && error.position != nil
            return isNamed && isFound ? .refused : .wrong
        }
        defer { log.abandon() }
        let found: LogContents
        do { found = try LogContents(log) } catch let error as CommitLogError {
            return error.code == .corruption && error.position != nil && isFound ? .refusedAtRead : .wrong
        }
        if found == contents { return isFound ? .harmlessFound : .harmless }
        if cutContents.contains(found) { return .cut }
        guard let batches = found.differingBatches(from: contents), isFound else { return .wrong }
        return batches.allSatisfy(\.ours.isDamaged) ? .batchChecksum : .wrong
    }

    private func isFoundByCheck(_ disk: SimulatedDisk) throws -> Bool {
        let inspection = try LogInspection.open(directory: "d", fileSystem: disk)
        let check = try inspection.check(
            merging: ConsecutiveCheckpoints(),
            judgingBatches: { _, bytes in hasRightChecksum(bytes) ? nil : "wrong checksum" }
        )
        return !check.isWell || check.hasInterruptedWrite
    }
}
