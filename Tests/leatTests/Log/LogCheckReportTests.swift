import Bridge
import CommitLog
import Foundation
import RecordBatch
import Testing

@testable import leat

@Suite struct LogCheckReportTests {
    /// A queue with one record batch whose checksum is `checksum`; gives what the check finds and what a dump prints.
    private func check(checksum: UInt32) throws -> (report: LogCheckReport, dump: [FrameLine]) {
        let path = FileManager.default.temporaryDirectory.appending(path: "leat-log-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let log = try CommitLog.open(
            CommitLogConfiguration(directory: path, preallocateBytesMax: 0),
            merging: CheckpointMerger()
        )
        let source = try log.registerSource(named: "trade")
        let partition = try log.createTopic(name: "orders", partitions: 4).partitions[3]
        var frame = log.makeFrame()
        frame.source = source
        frame.writeCheckpoint {
            SourceCheckpoint(mode: .mariadbGTID, file: "f.01", position: 44, identity: "i", gtid: "0-1-2").append(
                to: &$0
            )
        }
        batch(checksum).withUnsafeBytes {
            frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
        }
        try log.append(frame)
        log.close()
        let inspection = try LogInspection.open(directory: path)
        let check = try inspection.check(merging: CheckpointMerger(), judgingBatches: RecordBatchView.problem)
        var lines: [FrameLine] = []
        let walk = try inspection.walk()
        while let step = try walk.next() {
            if case .frame(let frame, let position) = step {
                lines.append(FrameLine(frame, position: position, names: walk.names))
            }
        }
        return (LogCheckReport(check, directory: path), lines)
    }

    /// One record with neither key nor value.
    private func batch(_ checksum: UInt32) -> [UInt8] {
        let record: [UInt8] = [12, 0, 0, 0, 1, 1, 0]
        let afterChecksum: [UInt8] =
            [0, 0] + [0, 0, 0, 0] + [UInt8](repeating: 0, count: 16) + [UInt8](repeating: 0xFF, count: 14)
            + [0, 0, 0, 1] + record
        let big = withUnsafeBytes(of: checksum.bigEndian) { Array($0) }
        return [UInt8](repeating: 0, count: 8) + [0, 0, 0, UInt8(9 + afterChecksum.count)] + [0, 0, 0, 0] + [2] + big
            + afterChecksum
    }

    @Test func aBatchWithAWrongChecksumIsNamedAndNotCutOff() throws {
        let (report, _) = try check(checksum: 1)
        let why = try #require(report.what)
        #expect(!report.isWell && report.badBatches == 1 && report.firstBadPosition != nil)
        #expect(why.contains("offset 0 of orders-3, is wrong: record batch checksum 0x1 stored, "))
        // The checksum that it should have stands in the message; with that one all is well.
        let computed = try #require(why.split(separator: "0x").last?.prefix { $0.isHexDigit })
        let (well, _) = try check(checksum: try #require(UInt32(computed, radix: 16)))
        #expect(well.isWell && well.what == nil && well.records == 1 && well.topics == 1 && well.sources == 1)
        #expect(well.text.hasSuffix("well: every checksum and every offset is right\n"))
    }

    @Test func aDumpedFrameNamesSourcePositionAndOffsets() throws {
        let data = try #require(try check(checksum: 1).dump.first { $0.kind == "data" })
        #expect(data.text.hasSuffix("source=trade generation=1 gtid:0-1-2 at f.01:44 orders-3=0-0"))
        #expect(data.source == "trade" && data.checkpoint == "gtid:0-1-2" && data.offset == 44)
    }
}
