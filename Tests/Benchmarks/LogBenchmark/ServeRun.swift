import Bytes
import CommitLog
import Glibc
import KafkaServer
import RecordBatch
import Threads

/// Serves the topic `bench`, which is made if there is none, to Kafka clients and appends to some of its partitions until standard input ends:
/// `directory=`, `partitions=`, `busy=` how many of them get records, `interval=` microseconds between frames,
/// `each=` partitions that a frame touches. Prints the port first.
struct ServeRun {
    func run(_ arguments: Arguments) throws {
        var configuration = CommitLogConfiguration(directory: try arguments.text("directory"))
        configuration.durability = arguments.number("fsync", default: 1) == 1 ? .fsync : .os
        let log = try CommitLog.open(configuration)
        let count = arguments.number("partitions", default: 1_050)
        let busy = min(arguments.number("busy", default: 50), count)
        let each = max(1, arguments.number("each", default: 5))
        let interval = UInt32(clamping: arguments.number("interval", default: 5_000))
        let topic = try log.topic(named: "bench") ?? log.createTopic(name: "bench", partitions: count)
        let server = KafkaServer(log: log, options: KafkaServer.Options(port: 0))
        try Waiting.wait { try await server.start() }
        let line = Array("\(server.port ?? 0)\n".utf8)
        _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }

        var generator = FastGenerator(seed: 3)
        let builder = RecordBatchBuilder()
        let compressor = BatchCompressor()
        var batch = ByteWriter()
        while !isInputAtEnd {
            pauseMicroseconds(interval)
            if busy == 0 { continue }
            var frame = log.makeFrame()
            var chosen: Set<Int> = []
            while chosen.count < min(each, busy) { chosen.insert(Int.random(in: 0..<busy, using: &generator)) }
            for index in chosen {
                batch.removeAll()
                try add(to: builder, compressor, &batch)
                frame.appendBatch(partition: topic.partitions[index], recordCount: 1, maxTimestamp: 0, bytes: batch.bytes)
            }
            try log.append(frame)
        }
        _exit(0)
    }

    /// One record whose value begins with the time.
    private func add(
        to builder: RecordBatchBuilder,
        _ compressor: BatchCompressor,
        _ batch: inout ByteWriter
    ) throws {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        var value = [UInt8](repeating: 0x61, count: 48)
        let nanoseconds = (UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)).bigEndian
        withUnsafeBytes(of: nanoseconds) { value.replaceSubrange(0..<8, with: $0) }
        value.withUnsafeBytes { builder.append(timestampMilliseconds: 0, key: nil, value: $0) }
        _ = try builder.seal(codec: .none, using: compressor, into: &batch)
    }

    private var isInputAtEnd: Bool {
        var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }
}

/// Waits for something asynchronous on the main thread.
private enum Waiting {
    static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
        let result = ConditionLock<Result<Void, any Error>?>(nil)
        Task {
            let outcome: Result<Void, any Error>
            do {
                try await body()
                outcome = .success(())
            } catch { outcome = .failure(error) }
            result.withLock { $0 = outcome }
            result.signal()
        }
        try result.whenReady({ $0 != nil }) { $0 }?.get()
    }
}
