import CommitLog
import Synchronization
import Threads

/// From `append` until a waiting reader goes on, in turn with a bare fdatasync of as many bytes: `directory=`,
/// `bytes=` a record, `times=`, `pause=` microseconds between two.
struct DelayRun {
    func run(_ arguments: Arguments) throws {
        let directory = try arguments.text("directory")
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory))
        let partition = try log.createTopic(name: "bench", partitions: 1).partitions[0]
        let bytes = arguments.number("bytes", default: 200)
        let times = arguments.number("times", default: 2000)
        let pause = UInt32(arguments.number("pause", default: 1000))
        let batch = try Batches.single(valueBytes: bytes, of: 120)
        let probe = try SyncProbe(path: directory + "/probe", writeBytes: (batch.count + 112 + 7) & ~7)
        let warmUp = 200
        let reader = WaitingReader(log, partition, count: times + warmUp)
        var delays: [Double] = []
        var syncs: [Double] = []
        for number in 0..<times + warmUp {
            pauseMicroseconds(pause)
            let bare = try probe.measure()
            pauseMicroseconds(pause)
            let start = ProcessUsage.now
            var frame = log.makeFrame()
            batch.withUnsafeBytes {
                frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
            }
            try log.append(frame)
            let seen = try reader.seen(number)
            guard number >= warmUp else { continue }
            delays.append(seen - start)
            syncs.append(bare)
        }
        reader.thread.join()
        delays.sort()
        syncs.sort()
        var figures = Figures()
        figures.add("delay_p50", delays.percentile(0.5))
        figures.add("delay_p99", delays.percentile(0.99))
        figures.add("sync_p50", syncs.percentile(0.5))
        figures.add("sync_p99", syncs.percentile(0.99))
        figures.printLine()
        log.close()
    }
}

/// A thread that waits for each next record and notes when it saw it.
private final class WaitingReader: Sendable {
    private let times: ConditionLock<[Double]>
    let thread: DedicatedThread

    init(_ log: CommitLog, _ partition: PartitionID, count: Int) {
        let times = ConditionLock<[Double]>([])
        self.times = times
        thread = DedicatedThread(name: "reader") {
            for number in 0..<count {
                guard log.waitForWatermark(partition, atLeast: Int64(number) + 1, milliseconds: 10_000) else { return }
                times.withLock { $0.append(ProcessUsage.now) }
                times.signal()
            }
        }
    }

    func seen(_ number: Int) throws -> Double {
        let time = times.whenReady(timeoutMilliseconds: 10_000, { $0.count > number }) {
            $0.count > number ? $0[number] : nil
        }
        guard let time else { throw BenchmarkError(what: "the reader saw nothing for 10 s") }
        return time
    }
}
