import Bytes
import CommitLog
import Foundation
import KafkaProtocol
import Logging
import RecordBatch

@testable import KafkaClient
@testable import KafkaServer

/// A server on a free port over a log in a directory of its own.
final class TestServer: Sendable {
    let directory: String
    let log: CommitLog
    let server: KafkaServer
    let port: Int

    private init(directory: String, log: CommitLog, server: KafkaServer, port: Int) {
        self.directory = directory
        self.log = log
        self.server = server
        self.port = port
    }

    /// Runs `body` against a server and takes everything down afterwards.
    static func run(
        in directory: String? = nil, options: KafkaServer.Options = KafkaServer.Options(port: 0),
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let path = directory ?? temporaryDirectory()
        defer { if directory == nil { try? FileManager.default.removeItem(atPath: path) } }
        let log = try CommitLog.open(CommitLogConfiguration(directory: path, preallocateBytesMax: 0))
        defer { log.close() }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = KafkaServer(log: log, options: options, logger: logger)
        try await server.start()
        do {
            try await body(TestServer(directory: path, log: log, server: server, port: server.port ?? 0))
        } catch {
            await server.stop(graceMilliseconds: 100)
            throw error
        }
        await server.stop(graceMilliseconds: 500)
    }

    static func temporaryDirectory() -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("leat-kafka-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func client() throws -> KafkaClient { try KafkaClient(brokers: "127.0.0.1:\(port)") }

    /// A bare connection for requests that the client has no method for.
    func connection() throws -> BrokerConnection {
        try BrokerConnection(
            BrokerAddress(host: "127.0.0.1", port: UInt16(port)), clientID: "test", timeoutMilliseconds: 5_000,
            responseBytesMax: 64 << 20)
    }

    /// Appends one batch and waits until it can be read.
    func append(
        _ topic: String, _ partition: Int = 0, values: [String], timestamp: Int64 = 1_000,
        compression: Compression = .none
    ) throws {
        guard let definition = log.topic(named: topic) else { throw MissingTopic(name: topic) }
        let id = definition.partitions[partition]
        let before = log.partitionState(id)?.highWatermark ?? 0
        let builder = RecordBatchBuilder()
        for (index, value) in values.enumerated() {
            Array(value.utf8).withUnsafeBytes {
                builder.append(timestampMilliseconds: timestamp + Int64(index), key: nil, value: $0)
            }
        }
        var writer = ByteWriter()
        let sealed = try builder.seal(codec: compression, using: BatchCompressor(), into: &writer)
        var frame = log.makeFrame()
        frame.appendBatch(
            partition: id, recordCount: values.count, maxTimestamp: sealed.maxTimestamp, bytes: writer.bytes)
        try log.append(frame)
        _ = log.waitForWatermark(id, atLeast: before + Int64(values.count), milliseconds: 5_000)
    }

    struct MissingTopic: Error { let name: String }
}

extension RecordSet {
    /// The values of all records, batch by batch.
    func values() throws -> [String] {
        guard case .bytes(let bytes) = self else { return [] }
        return try bytes.withUnsafeBytes { view in
            var values: [String] = []
            var rest = view[...]
            while !rest.isEmpty {
                let batch = try RecordBatchView(UnsafeRawBufferPointer(rebasing: rest))
                try batch.verifyChecksum()
                var records = try batch.records(using: BatchDecompressor(), bytesMax: 1 << 26)
                while let record = try records.next() {
                    values.append(String(decoding: record.value ?? UnsafeRawBufferPointer(start: nil, count: 0), as: UTF8.self))
                }
                rest = rest.dropFirst(batch.bytes.count)
            }
            return values
        }
    }
}
