import CommitLog

/// Lets records pile up with no consumer: `directory=`, `partitions=`, `rows=` a batch (0: random keys), `windows=` of
/// `records=`, `segment=` mebibytes. Of each window its rate, its CPU, then memory and handles.
struct AccumulateRun {
    func run(_ arguments: Arguments) throws {
        var configuration = CommitLogConfiguration(directory: try arguments.text("directory"))
        configuration.segmentBytes = arguments.number("segment", default: 256) << 20
        let log = try CommitLog.open(configuration)
        var load = try Load(
            log,
            partitions: arguments.number("partitions", default: 1000),
            rowsPerBatch: arguments.number("rows", default: 50)
        )
        let window = arguments.number("records", default: 1_000_000)
        var rates: [Double] = []
        var cpu: [Double] = []
        var resident: [Double] = []
        var handles = 0
        for _ in 0..<arguments.number("windows", default: 50) {
            let (start, used, records) = (ProcessUsage.now, ProcessUsage.cpuSeconds, load.records)
            while load.records - records < window { try load.appendFrame() }
            // Not drained: a queue that stays full is saturation, and 32 MiB in flight are an eighth of a window.
            let count = Double(load.records - records)
            rates.append(count / (ProcessUsage.now - start))
            cpu.append((ProcessUsage.cpuSeconds - used) / count * 1e9)
            resident.append(Double(ProcessUsage.residentBytes))
            handles = max(handles, ProcessUsage.handles)
        }
        try load.waitUntilVisible()
        var figures = Figures()
        figures.add("records_per_second", rates)
        figures.add("cpu_ns_per_record", cpu)
        figures.add("resident_bytes", resident)
        figures.add("resident_bytes_max", ProcessUsage.residentBytesMax)
        figures.add("handles_max", handles)
        figures.add("segments", log.statistics.segments)
        figures.printLine()
        log.close()
    }
}
