import Binlog
import MySQLSource
import Synchronization

/// The questions of a source's control connection, and what has to be kept between them. Used by one thread.
struct WatchQuestions {
    private var connection: MySQLConnection?
    private var clock = ClockOffset()
    /// When settings and files were asked for last, µs since 1970; 0 before.
    private(set) var settingsAt: Int64 = 0
    private var files: [BinlogFile] = []
    private var end: BinlogPosition?
    private var endAt: Int64 = 0
    /// When files ended, of those that the server still has.
    private var fileEnds: [String: Int64] = [:]
    /// Bytes before the server's end at some looks of the last minutes, for the rate of writing.
    private var written: [(at: Int64, bytes: Int64)] = []
    private static let writtenMax = 20

    init(options: SourceOptions) {}

    var isOpen: Bool { connection?.isOpen ?? false }

    /// - Throws: `SourceError`; the connection is closed then.
    mutating func open(_ connection: MySQLConnection) throws(SourceError) {
        self.connection = connection
        try connection.connect()
        try connection.query("SET time_zone = '+00:00'")
        settingsAt = 0
    }

    mutating func close() {
        connection?.close()
        connection = nil
    }

    private func open() throws(SourceError) -> MySQLConnection {
        guard let connection else { throw SourceError(.connectionLost, "the control connection is closed") }
        return connection
    }

    mutating func askClock(_ report: borrowing Mutex<WatchReport>) throws(SourceError) {
        let sample = try ServerClock.read(open())
        clock.add(sample)
        let (offset, answer) = (clock.microseconds, clock.ways(of: sample))
        report.withLock { report in
            report.clockOffset = offset
            report.add(answer)
            report.askedAt = nil
        }
    }

    mutating func askEnd(
        _ report: borrowing Mutex<WatchReport>, isUrgent: Bool, dumpThread: UInt?
    ) throws(SourceError) {
        let connection = try open()
        let asked = EventDecoder.nowMicroseconds()
        let end = try SourcePositions.currentEnd(connection)
        if end.file != self.end?.file {
            settingsAt = 0
            // It ended at some time since the last look.
            if let before = self.end { fileEnds[before.file] = (endAt + asked) / 2 }
        }
        (self.end, endAt) = (end, asked)
        let fileEnds = fileEnds
        var dump: DumpThread?
        if isUrgent, let dumpThread { dump = try DumpThread.read(connection, thread: dumpThread) }
        report.withLock { report in
            report.serverEnd = end
            report.serverEndAt = asked
            report.fileEnds = fileEnds
            report.dumpThread = dump
        }
    }

    /// True when a position lies in a file that the list does not have.
    func wantsFiles(at position: BinlogPosition) -> Bool {
        !position.file.isEmpty && position.file != end?.file && !files.contains { $0.name == position.file }
            && EventDecoder.nowMicroseconds() - settingsAt > 5_000_000
    }

    mutating func askSettings(_ report: borrowing Mutex<WatchReport>) throws(SourceError) {
        let connection = try open()
        let expiry = try BinlogExpiry.read(connection)
        let files = try SourcePositions.binlogFiles(connection)
        settingsAt = EventDecoder.nowMicroseconds()
        note(files)
        self.files = files
        let names = Set(files.map(\.name))
        fileEnds = fileEnds.filter { names.contains($0.key) }
        let rate = writeRate
        report.withLock { report in
            report.expiry = expiry
            report.files = files
            report.writeRate = rate
        }
    }

    /// Counts what was written since the last look: what the files have grown by, and the new ones.
    private mutating func note(_ now: [BinlogFile]) {
        guard let last = written.last, let tail = files.last else {
            written = [(settingsAt, 0)]
            return
        }
        guard let index = now.firstIndex(where: { $0.name == tail.name }) else {
            // All that was known is purged or the binlog was reset: begin anew.
            written = [(settingsAt, 0)]
            return
        }
        var bytes = last.bytes + max(0, Int64(clamping: now[index].bytes) - Int64(clamping: tail.bytes))
        for file in now[(index + 1)...] { bytes += Int64(clamping: file.bytes) }
        if written.count == Self.writtenMax { written.removeFirst() }
        written.append((settingsAt, bytes))
    }

    private var writeRate: Double? {
        guard let first = written.first, let last = written.last, last.at > first.at else { return nil }
        return Double(last.bytes - first.bytes) * 1_000_000 / Double(last.at - first.at)
    }
}
