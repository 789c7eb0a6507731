import Binlog
import MySQLSource
import Testing

@testable import Bridge

@Suite struct RunwayTests {
    private let now: Int64 = 1_000_000_000_000

    private func report(_ expiry: BinlogExpiry, rate: Double? = nil) -> WatchReport {
        var report = WatchReport()
        report.expiry = expiry
        report.writeRate = rate
        report.files = [("b.000001", 1000), ("b.000002", 1000), ("b.000003", 1000)].map {
            BinlogFile(name: $0.0, bytes: $0.1)
        }
        report.serverEnd = BinlogPosition(file: "b.000003", position: 1000)
        return report
    }

    private func seconds(_ runway: Runway) -> Double? {
        if case .seconds(let seconds, _) = runway { seconds } else { nil }
    }

    @Test func `a server that purges nothing has an unlimited runway`() {
        let runway = Runway(
            report(BinlogExpiry()), at: BinlogPosition(file: "b.000001", position: 4), commitMicroseconds: 1, now: now)
        #expect(runway == .unlimited)
    }

    @Test func `at the file that is being written it is the whole time`() {
        let runway = Runway(
            report(BinlogExpiry(seconds: 3600)), at: BinlogPosition(file: "b.000003", position: 500),
            commitMicroseconds: now - 900_000_000, now: now)
        #expect(seconds(runway) == 3600)
    }

    @Test func `an older file has aged since its end`() {
        // Read to the end of the first file 1,000 s ago.
        let runway = Runway(
            report(BinlogExpiry(seconds: 3600)), at: BinlogPosition(file: "b.000001", position: 1000),
            commitMicroseconds: now - 1_000_000_000, now: now)
        #expect(seconds(runway) == 2600)
        // Half of it is left, a fifth of all that was written since: the file ended 800 s ago.
        let half = Runway(
            report(BinlogExpiry(seconds: 3600)), at: BinlogPosition(file: "b.000001", position: 500),
            commitMicroseconds: now - 1_000_000_000, now: now)
        #expect(seconds(half) == 2800)
    }

    @Test func `a file whose end was seen has aged since then, whatever was written`() {
        var report = report(BinlogExpiry(seconds: 3600))
        report.fileEnds["b.000001"] = now - 100_000_000
        let runway = Runway(
            report, at: BinlogPosition(file: "b.000001", position: 500), commitMicroseconds: now - 1_000_000_000,
            now: now)
        #expect(seconds(runway) == 3500)
    }

    @Test func `a limit of all files together is reached at the rate of writing`() {
        let runway = Runway(
            report(BinlogExpiry(seconds: 1_000_000, totalBytes: 5000), rate: 20),
            at: BinlogPosition(file: "b.000001", position: 4), commitMicroseconds: now, now: now)
        #expect(seconds(runway) == 100)
    }

    @Test func `a purged file has none, a newer one than is known an unknown one`() {
        let report = report(BinlogExpiry(seconds: 3600))
        let purged = Runway(
            report, at: BinlogPosition(file: "b.000000", position: 4), commitMicroseconds: now, now: now)
        #expect(seconds(purged) == 0)
        let newer = Runway(
            report, at: BinlogPosition(file: "b.000004", position: 4), commitMicroseconds: now, now: now)
        #expect(newer == .unknown)
    }

    @Test func `bytes behind are counted over files`() {
        let report = report(BinlogExpiry())
        #expect(report.bytesBehind(BinlogPosition(file: "b.000003", position: 400)) == 600)
        #expect(report.bytesBehind(BinlogPosition(file: "b.000001", position: 400)) == 2600)
        #expect(report.bytesBehind(BinlogPosition(file: "b.000004", position: 400)) == 0)
        #expect(report.bytesBehind(BinlogPosition(file: "b.000000", position: 400)) == nil)
    }
}
