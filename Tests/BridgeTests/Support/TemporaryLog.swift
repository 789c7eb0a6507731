import CommitLog
import Glibc
import MySQLSource
import RecordBatch
import Testing

@testable import Bridge

/// A record as a consumer sees it.
struct SeenRecord: Equatable {
    let offset: Int64
    let timestamp: Int64
    let key: String?
    let value: String?
    var headers: [String] = []
}

/// A real log in a directory of its own, removed with it.
final class TemporaryLog {
    let log: CommitLog
    private let directory: String
    /// The log that had the directory before; it removes it.
    private var former: TemporaryLog?

    struct NoDirectory: Error {}

    init(preparedBytesMax: Int = 256 << 20) throws {
        var path = Array("/tmp/bridge-tests-XXXXXX".utf8CString)
        guard mkdtemp(&path) != nil else { throw NoDirectory() }
        directory = path.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init), as: UTF8.self) }
        log = try Self.open(directory, preparedBytesMax)
    }

    private static func open(_ directory: String, _ preparedBytesMax: Int = 256 << 20) throws -> CommitLog {
        let configuration = CommitLogConfiguration(
            directory: directory, durability: .os, preallocateBytesMax: 0, preparedBytesMax: preparedBytesMax)
        return try CommitLog.open(configuration, merging: CheckpointMerger())
    }

    private init(after former: TemporaryLog) throws {
        former.log.close()
        directory = former.directory
        self.former = former
        log = try Self.open(directory)
    }

    /// The same directory, opened again.
    func reopened() throws -> TemporaryLog { try TemporaryLog(after: self) }

    deinit {
        log.close()
        if former != nil { return }
        // Two levels: the lock file, and the segments in `log`.
        for folder in [directory + "/log", directory] {
            guard let stream = opendir(folder) else { continue }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink(folder + "/" + name)
            }
            closedir(stream)
            rmdir(folder)
        }
    }

    /// The checkpoint of a source as the log has merged it; nil before the first frame.
    func checkpoint(of source: SourceID) throws -> SourceCheckpoint? {
        try log.sourceState(source).map { try SourceCheckpoint(decoding: $0) }
    }

    /// All visible records of a topic, one array a partition; their batches are checked on the way.
    func records(of topic: String) throws -> [[SeenRecord]] {
        try #require(log.topic(named: topic)).partitions.map(records)
    }

    func records(_ partition: PartitionID) throws -> [SeenRecord] {
        try batches(partition).flatMap { $0 }
    }

    /// The same, one array a batch.
    func batches(_ partition: PartitionID) throws -> [[SeenRecord]] {
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: 0, maxBytes: .max, into: &slices)
        let decompressor = BatchDecompressor()
        return try slices.map { slice in
            try slice.bytes().withUnsafeBytes { bytes in
                let view = try RecordBatchView(bytes)
                try view.verifyChecksum()
                var iterator = try view.records(using: decompressor, bytesMax: 1 << 30)
                var records: [SeenRecord] = []
                while let record = try iterator.next() { records.append(SeenRecord(record)) }
                return records
            }
        }
    }
}

extension SeenRecord {
    init(_ record: RecordView) {
        offset = record.offset
        timestamp = record.timestamp
        key = record.key.map { String(decoding: $0, as: UTF8.self) }
        value = record.value.map { String(decoding: $0, as: UTF8.self) }
        headers = record.headers.map { String(decoding: $0.key, as: UTF8.self) }
    }
}

extension SourceBridgeOptions {
    /// Options of a source that no server stands behind.
    static func test(
        _ pipelines: [SourcePipeline] = [], compression: Compression = .none, transactionBytesMax: Int = 16 << 20,
        bufferBytesMax: Int = 8 << 20, frameBytesTarget: Int = 1 << 20, inParts: Bool = false
    ) -> SourceBridgeOptions {
        var options = SourceBridgeOptions(
            source: SourceOptions(name: "s", host: "nowhere", user: "", password: ""), start: .earliest,
            pipelines: pipelines, compression: compression, version: "test", bufferBytesMax: bufferBytesMax,
            frameBytesTarget: frameBytesTarget, transactionBytesMax: transactionBytesMax)
        if inParts { options.writeEachRecordAsAPart() }
        return options
    }

    /// Every transaction is as one that is larger than a frame.
    mutating func writeEachRecordAsAPart() {
        batchBytes = 1
        chainPartBytes = 1
    }
}
