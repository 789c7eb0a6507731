import Bytes
import Glibc

@testable import CommitLog

/// A log of full segments on the real disk, most of whose bytes are holes.
struct SparseLog {
    static let recordsPerRun: Int64 = 30
    let configuration: CommitLogConfiguration

    /// - Parameter busy: partitions that have three batches of ten records in each segment; the rest is empty.
    static func make(segments: Int, partitions: Int, busy: Int) throws -> SparseLog {
        var template = Array("/tmp/leat-sparse-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileSystemError(call: "mkdtemp", path: "/tmp", errno: errno) }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let log = SparseLog(configuration: CommitLogConfiguration(directory: directory, preallocateBytesMax: 0))
        let seed = try CommitLog.open(log.configuration)
        _ = try seed.createTopic(name: "t", partitions: partitions)
        seed.close()
        try log.fill(segments: segments, busy: busy, from: seed)
        return log
    }

    private func fill(segments: Int, busy: Int, from seed: CommitLog) throws {
        let fileSystem = PosixFileSystem()
        let state = seed.shared.state.withLock { $0 }
        let uuid = seed.uuid
        try fileSystem.remove(path(0))
        for number in 0..<segments {
            let start = UInt64(number) << 28
            let isLast = number == segments - 1
            let file = try fileSystem.open(path(start), create: true)
            var bytes = ByteWriter(capacity: 1 << 16)
            SegmentHeader(uuid: uuid, start: start, firstSequence: UInt64(number) + 1, logEpoch: 1, created: 1)
                .write(into: &bytes)
            for partition in state.partitions.prefix(busy) {
                partition.index.withLock { index in
                    index.highWatermark = Int64(number) * Self.recordsPerRun
                    index.maxTimestamp = Int64(number) * 100
                }
            }
            if isLast { writeState(state, uuid, start, sequence: UInt64(number) + 1, &bytes) }
            try file.writeAll([bytes.bytes], at: 0)
            guard !isLast else { break }
            try file.truncate(to: 1 << 28)
            let runs = state.partitions.prefix(busy).map { partition in run(partition, start) }
            let index = SegmentRuns(summary: SegmentSummary(firstSequence: UInt64(number) + 1), runs: runs)
            let header = IndexFile(uuid: uuid, start: start, end: start + 1 << 28, index)
            let unsynced = UnsyncedFile(try fileSystem.open(IndexFile.path(ofSegment: path(start)), create: true))
            try header.write(index, to: unsynced)
        }
    }

    private func path(_ start: UInt64) -> String {
        configuration.directory + "/log/" + Segment.name(start: start)
    }

    private func run(_ partition: Partition, _ start: UInt64) -> SegmentRuns.Run {
        let (offset, before) = partition.index.withLock { ($0.highWatermark, $0.maxTimestamp) }
        let entries = (0..<3).map { number in
            IndexEntry(
                baseOffset: offset + Int64(number) * 10,
                position: start + 100_000 + UInt64(partition.id) * 3000 + UInt64(number) * 1000,
                maxTimestamp: before + 100,
                byteLength: 1000,
                recordCount: 10
            )
        }
        return SegmentRuns.Run(startOffset: offset, maxTimestampBefore: before, entries: entries)
    }

    private func writeState(
        _ state: LogState,
        _ uuid: LogUUID,
        _ start: UInt64,
        sequence: UInt64,
        _ bytes: inout ByteWriter
    ) {
        var body = ByteWriter()
        state.write(into: &body)
        let begin = bytes.count
        FrameHeader(
            frameLength: UInt32(FrameHeader.size + aligned(body.count)),
            kind: .state,
            flags: [],
            sequence: sequence,
            durableSequence: sequence - 1,
            appendTime: 1,
            logEpoch: 1,
            source: 0,
            checkpointLength: UInt32(body.count),
            entryCount: 0
        ).write(into: &bytes)
        bytes.append(body.bytes)
        bytes.append(repeating: 0, count: aligned(body.count) - body.count)
        let seed = FrameSeal(log: uuid).seed(at: start + UInt64(begin))
        let checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes.bytes[(begin + 12)...]), seed: seed)
        bytes.patchLE(checksum, at: begin + 8)
    }

    /// Files of the log that this process has open.
    func openFiles() -> Int {
        let links = (try? PosixFileSystem().list("/proc/self/fd")) ?? []
        return links.count { link in
            var target = [CChar](repeating: 0, count: 512)
            let length = readlink("/proc/self/fd/" + link, &target, target.count)
            guard length > 0 else { return false }
            return String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .hasPrefix(configuration.directory)
        }
    }

    func remove() {
        let fileSystem = PosixFileSystem()
        for name in (try? fileSystem.list(configuration.logDirectory)) ?? [] {
            try? fileSystem.remove(configuration.logDirectory + "/" + name)
        }
        rmdir(configuration.logDirectory)
        try? fileSystem.remove(configuration.directory + "/lock")
        rmdir(configuration.directory)
    }
}

/// A file whose writer does not care for power cuts: thousands of them are made for a test.
private final class UnsyncedFile: LogFile {
    private let file: any LogFile
    init(_ file: any LogFile) { self.file = file }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        try file.write(parts, at: offset)
    }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        try file.read(into: buffer, at: offset)
    }
    func sync() {}
    func truncate(to length: Int) throws(FileSystemError) { try file.truncate(to: length) }
    func length() throws(FileSystemError) -> Int { try file.length() }
    var descriptor: Int32? { file.descriptor }
}
