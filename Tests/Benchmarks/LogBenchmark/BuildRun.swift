import CommitLog
import Glibc

/// Builds a log for other runs and ends without closing it, as a crash would: `directory=`, `mebibytes=`,
/// `topic=`, `partitions=`, `segment=` mebibytes, `rows=` a batch; `sparse=1` writes records of 1 MiB of zeros as holes.
struct BuildRun {
    func run(_ arguments: Arguments) throws {
        var configuration = CommitLogConfiguration(directory: try arguments.text("directory"))
        configuration.segmentBytes = arguments.number("segment", default: 256) << 20
        configuration.preallocateBytesMax = 0
        let partitions = arguments.number("partitions", default: 100)
        let topic = arguments.text("topic", default: "bench")
        let bytes = arguments.number("mebibytes", default: 256) << 20
        var environment = LogEnvironment.system
        if arguments.number("sparse", default: 0) == 1 {
            environment.fileSystem = SparseFileSystem()
            let log = try CommitLog.open(configuration, environment: environment)
            try fillSparsely(log, topic: topic, partitions: partitions, bytes: bytes)
        } else {
            let log = try CommitLog.open(configuration, environment: environment)
            let rows = arguments.number("rows", default: 50)
            var load = try Load(log, topic: topic, partitions: partitions, rowsPerBatch: rows)
            while log.statistics.bytesAppended < bytes { try load.appendFrame() }
            try load.waitUntilVisible()
        }
        _exit(0)
    }

    private func fillSparsely(_ log: CommitLog, topic: String, partitions count: Int, bytes: Int) throws {
        let partitions = try log.createTopic(name: topic, partitions: count).partitions
        let batch = try Batches.single(valueBytes: 1 << 20, of: 0)
        var number = 0
        while log.statistics.bytesAppended < bytes {
            var frame = log.makeFrame()
            batch.withUnsafeBytes {
                frame.appendBatch(partition: partitions[number % count], recordCount: 1, maxTimestamp: 0, bytes: $0)
            }
            try log.append(frame)
            number += 1
        }
        let end = Int64((number - 1) / count + 1)
        guard log.waitForWatermark(partitions[(number - 1) % count], atLeast: end, milliseconds: 60_000) else {
            throw BenchmarkError(what: "the log did not take everything")
        }
    }
}
