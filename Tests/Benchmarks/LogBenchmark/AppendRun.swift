import CommitLog
import Glibc

/// Appends at saturation: `directory=`, `partitions=`, `rows=` a batch (0: random keys), `mebibytes=` measured after
/// an eighth as much of warming up.
struct AppendRun {
    func run(_ arguments: Arguments) throws {
        let log = try CommitLog.open(CommitLogConfiguration(directory: try arguments.text("directory")))
        var load = try Load(
            log,
            partitions: arguments.number("partitions", default: 10),
            rowsPerBatch: arguments.number("rows", default: 50)
        )
        let frames = max(1, arguments.number("mebibytes", default: 1024) << 20 / (Load.recordsPerFrame * 200))
        for _ in 0..<frames / 8 { try load.appendFrame() }
        try load.waitUntilVisible()
        let (before, records) = (log.statistics, load.records)
        let (start, cpu) = (ProcessUsage.now, ProcessUsage.cpuSeconds)
        for _ in 0..<frames { try load.appendFrame() }
        try load.waitUntilVisible()
        let seconds = ProcessUsage.now - start
        let after = log.statistics
        let count = Double(load.records - records)
        var figures = Figures()
        figures.add("records_per_second", count / seconds)
        figures.add("cpu_ns_per_record", (ProcessUsage.cpuSeconds - cpu) / count * 1e9)
        let bytes = Double(after.bytesAppended - before.bytesAppended)
        figures.add("bytes_per_second", bytes / seconds)
        figures.add("bytes_per_group", bytes / Double(after.groups - before.groups))
        figures.add("sync_share", Double(after.syncMicrosecondsTotal - before.syncMicrosecondsTotal) / 1e6 / seconds)
        figures.add("resident_bytes", ProcessUsage.residentBytes)
        figures.printLine()
        log.close()
    }
}
