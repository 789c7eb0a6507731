import CommitLog
import Glibc

/// Recovers the log at `directory=` and ends without closing it, so that the next run finds the same work.
struct OpenRun {
    func run(_ arguments: Arguments) throws {
        let configuration = CommitLogConfiguration(directory: try arguments.text("directory"))
        let (start, cpu) = (ProcessUsage.now, ProcessUsage.cpuSeconds)
        let log = try CommitLog.open(configuration)
        var figures = Figures()
        figures.add("seconds", ProcessUsage.now - start)
        figures.add("cpu_seconds", ProcessUsage.cpuSeconds - cpu)
        figures.add("resident_bytes", ProcessUsage.residentBytesMax)
        figures.add("handles", ProcessUsage.handles)
        figures.add("segments", log.statistics.segments)
        figures.printLine()
        _exit(0)
    }
}
