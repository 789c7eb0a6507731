import Binlog
import Bytes
import ChangeEvents
import CommitLog
import Glibc
import Logging
import RecordBatch
import Schema
import Views

/// Changes per second from the bytes of a log to the result: a log is written as `leat run` writes it (Debezium's JSON,
/// lz4, frames of about a mebibyte), then a view is made from it. The time is that of the view's thread alone.
enum LogToView {
    private static let sourceName = "trade"

    static func run(_ text: String, groups: Int, rows: Int, changes: Int) throws {
        let directory = "/tmp/view-benchmark-\(getpid())"
        defer { removeTree(directory) }
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory, durability: .os))
        defer { log.close() }
        var writer = try LogFiller(log, source: sourceName)
        let query = try ViewQuery(text)
        if query.tables.count > 1 { for buyer in 0..<groups { try writer.addBuyer(buyer) } }
        try writer.addOrders(rows: rows, groups: groups, changes: changes)
        let records = try writer.finish()

        var options = ViewOptions()
        options.stateBytesMax = stateBytesMax
        let sources = query.tables.map {
            ViewSource(
                source: sourceName, database: "shop", table: $0.table, topic: "trade.shop.\($0.table)", isShared: false)
        }
        let definition = ViewDefinition(
            name: "bench", query: query, options: options, sources: sources, debezium: DebeziumOptions())
        let runner = ViewRunner(
            definition, log: log, options: ViewRunnerOptions(), logger: Logger(label: "view") { _ in SwiftLogNoOpLogHandler() })
        let before = seconds()
        runner.start()
        while runner.report.state == .building { usleep(20_000) }
        let spent = seconds() - before
        let report = runner.report
        runner.stop()
        if report.state == .stopped { print("\(groups) groups: stopped: \(report.error ?? "")") }
        let images = Double(2 * records - rows)
        let bytes = Double(log.statistics.bytesAppended)
        print(
            "\(groups) groups, \(rows) rows, \(records) records of \(Int(bytes) / max(1, records)) bytes in the log:",
            "\(Int(Double(records) / spent / 1000)) k records/s, \(Int(images / spent / 1000)) k row images/s,",
            "\(Int(bytes / spent / 1e6)) MB/s of log a core; state \(report.stateBytes >> 20) MiB,",
            "\(report.stateBytes / max(1, groups)) bytes a group")
    }

    /// The limit of the benchmark; LEAT_VIEW_STATE_MIB lowers it, to see where it cuts in.
    private static var stateBytesMax: Int {
        getenv("LEAT_VIEW_STATE_MIB").flatMap { Int(String(cString: $0)) }.map { $0 << 20 } ?? 16 << 30
    }

    private static func removeTree(_ path: String) {
        for name in [path + "/log", path] {
            if let directory = opendir(name) {
                while let entry = readdir(directory) {
                    let file = withUnsafePointer(to: &entry.pointee.d_name) {
                        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    }
                    if file != ".", file != ".." { unlink("\(name)/\(file)") }
                }
                closedir(directory)
            }
            rmdir(name)
        }
    }
}
