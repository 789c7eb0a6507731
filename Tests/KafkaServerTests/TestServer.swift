import Access
import Bytes
import CommitLog
import Foundation
import KafkaProtocol
import Logging
import RecordBatch
import Synchronization
import Testing

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
    ///
    /// The body runs on a thread of its own: it blocks on sockets, and the pool of Swift's tasks must not be blocked.
    static func run(
        in directory: String? = nil,
        options: KafkaServer.Options = KafkaServer.Options(port: 0),
        users: Users = Users([]),
        _ body: @escaping @Sendable (TestServer) throws -> Void
    ) async throws {
        let path = directory ?? temporaryDirectory()
        defer { if directory == nil { try? FileManager.default.removeItem(atPath: path) } }
        let log = try CommitLog.open(CommitLogConfiguration(directory: path, preallocateBytesMax: 0))
        defer { log.close() }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = KafkaServer(log: log, options: options, users: users, logger: logger)
        try await server.start()
        let test = TestServer(directory: path, log: log, server: server, port: server.port ?? 0)
        let result = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Result { try body(test) }) }
        }
        await server.stop(graceMilliseconds: 500)
        try result.get()
    }

    /// Does something while the test waits for an answer.
    func meanwhile(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread {
            do { try body() } catch { Issue.record(error) }
        }
    }

    /// Waits until the server holds as many fetches back.
    func waitForWaitingFetches(_ count: Int = 1) {
        let deadline = ContinuousClock.now + .seconds(10)
        while server.statistics.fetchesWaiting != count {
            guard ContinuousClock.now < deadline else {
                Issue.record("\(server.statistics.fetchesWaiting) fetches wait, not \(count)")
                return
            }
            usleep(1_000)
        }
    }

    /// Stops the server and waits for it.
    func stop(graceMilliseconds: Int) {
        try? self.await { [server] in await server.stop(graceMilliseconds: graceMilliseconds) }
    }

    /// Waits for something asynchronous on the test's own thread.
    func await(_ body: @escaping @Sendable () async throws -> Void) throws {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Void, any Error>>(.success(()))
        Task {
            do { try await body() } catch { result.withLock { $0 = .failure(error) } }
            done.signal()
        }
        done.wait()
        try result.withLock { $0 }.get()
    }

    static func temporaryDirectory() -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("leat-kafka-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The only file of the log.
    func segmentPath() throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/log")
        return "\(directory)/log/\(try #require(names.first { $0.hasSuffix(".segment") }))"
    }

    func client() throws -> KafkaClient { try KafkaClient(brokers: "127.0.0.1:\(port)") }

    /// A bare connection for requests that the client has no method for.
    func connection() throws -> BrokerConnection {
        var options = KafkaClient.Options()
        options.clientID = "test"
        options.timeoutMilliseconds = 5_000
        options.responseBytesMax = 64 << 20
        return try BrokerConnection(BrokerAddress(host: "127.0.0.1", port: UInt16(port)), options)
    }

    /// Appends one batch and waits until it can be read.
    func append(
        _ topic: String,
        _ partition: Int = 0,
        values: [String],
        timestamp: Int64 = 1_000,
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
            partition: id,
            recordCount: values.count,
            maxTimestamp: sealed.maxTimestamp,
            bytes: writer.bytes
        )
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
                    values.append(
                        String(decoding: record.value ?? UnsafeRawBufferPointer(start: nil, count: 0), as: UTF8.self)
                    )
                }
                rest = rest.dropFirst(batch.bytes.count)
            }
            return values
        }
    }
}
