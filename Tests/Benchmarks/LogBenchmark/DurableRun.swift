import CommitLog

/// One fdatasync for each write of `bytes=`, the next always waiting: `directory=`, `mebibytes=` in all,
/// `seconds=` at most.
struct DurableRun {
    /// A frame's header, its one entry and what the batch has beside the record's value.
    private static let overhead = 64 + 48

    func run(_ arguments: Arguments) throws {
        let bytes = arguments.number("bytes", default: 65536)
        var configuration = CommitLogConfiguration(directory: try arguments.text("directory"))
        configuration.groupBytesMax = bytes
        let log = try CommitLog.open(configuration)
        let partition = try log.createTopic(name: "bench", partitions: 1).partitions[0]
        let envelope = try Batches.single(valueBytes: bytes - 256, of: 0).count - (bytes - 256)
        let batch = try Batches.single(valueBytes: bytes - Self.overhead - envelope, of: 121)
        let total = max(8, arguments.number("mebibytes", default: 256) << 20 / bytes)
        let secondsMax = Double(arguments.number("seconds", default: 10))
        var count = 0
        func append() throws {
            var frame = log.makeFrame()
            batch.withUnsafeBytes {
                frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
            }
            try log.append(frame)
            count += 1
        }
        func waitUntilVisible() throws {
            guard log.waitForWatermark(partition, atLeast: Int64(count), milliseconds: 120_000) else {
                throw BenchmarkError(what: "the log did not take everything")
            }
        }
        // What comes with a new log is not what is asked for: its topic, and the zeros that small frames ask for.
        for _ in 0..<max(8, (16 << 20) / bytes / 8) { try append() }
        try waitUntilVisible()
        let (before, countBefore) = (log.statistics, count)
        let (start, cpu) = (ProcessUsage.now, ProcessUsage.cpuSeconds)
        while count - countBefore < total, ProcessUsage.now - start < secondsMax { try append() }
        try waitUntilVisible()
        let seconds = ProcessUsage.now - start
        let after = log.statistics
        let written = after.bytesAppended - before.bytesAppended
        var figures = Figures()
        figures.add("bytes_per_second", Double(written) / seconds)
        figures.add("writes", count - countBefore)
        figures.add("syncs", Int(after.syncs - before.syncs))
        figures.add("cpu_seconds_per_gigabyte", (ProcessUsage.cpuSeconds - cpu) / Double(written) * 1e9)
        figures.printLine()
        log.close()
    }
}
