import Bridge
import CommitLog
import Foundation
import Testing

@testable import leat

/// The file of `leat position export`: what goes in comes out, and what is not whole is refused.
@Suite struct PositionExportTests {
    private let checkpoint = SourceCheckpoint(
        mode: .mysqlGTID,
        generation: 3,
        file: "binlog.000009",
        position: .max,
        commitMicroseconds: -1,
        identity: "MySQL 3e11fa47-71ca-11e1-9e33-c80aa9429562",
        gtid: "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77"
    )

    private var snapshot: LogSnapshot {
        var snapshot = LogSnapshot(
            uuid: LogUUID(high: 0xFBEF_BEFF_0000_0001, low: .max),
            endPosition: 1 << 40,
            lastSequence: 99,
            logEpoch: 7
        )
        snapshot.sources = [
            .init(name: "trade", checkpoint: checkpoint.encoded, definitions: ["t/ä": [0, 255], "camelCase": []]),
            .init(name: "new", checkpoint: []),
        ]
        let epochs = [LeaderEpochStart(0, from: 0), LeaderEpochStart(4, from: 12)]
        snapshot.topics = [
            .init(
                name: "trade.a",
                uuid: LogUUID(high: 1, low: 2),
                properties: ["camelCase": "x", "snake_case": "y/z", "": "\"\n"],
                retention: TopicRetention(milliseconds: 5),
                partitions: [
                    .init(startOffset: 3, nextOffset: 12, maxTimestamp: 1_795_000_000_123, epochs: epochs),
                    .init(startOffset: 0, nextOffset: 0, maxTimestamp: .min, epochs: [LeaderEpochStart(0, from: 0)]),
                ]
            )
        ]
        snapshot.groups = [
            "g": [.init(topic: "trade.a", partition: 0, offset: 11, leaderEpoch: -1, metadata: "naïve \u{0}")], "": [],
        ]
        return snapshot
    }

    @Test func whatGoesInComesOut() throws {
        let text = try PositionExport(snapshot, at: 1_795_000_000_000_000).text()
        let export = try PositionExport(text: text)
        #expect(try export.snapshot() == snapshot)
        #expect(export.exported == "2026-11-18T11:06:40.000Z")
        #expect(export.summary == "2 sources, 1 topic with 2 partitions, 2 consumer groups")
    }

    @Test func peopleCanReadIt() throws {
        let text = String(decoding: try PositionExport(snapshot).text(), as: UTF8.self)
        for line in [
            "\"mode\" : \"mysql-gtid\"", "\"next_offset\" : 12", "\"name\" : \"trade.a\"", "\"snake_case\" : \"y/z\"",
            "\"offset\" : 18446744073709551615", "\"format_version\" : 1",
        ] { #expect(text.contains(line), "\(line)") }
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["sha256"] != nil)
    }

    @Test func aFileThatIsCutOrAlteredIsRefused() throws {
        let text = try PositionExport(snapshot).text()
        for length in 0..<text.count {
            #expect(throws: CommandFailure.self) { try PositionExport(text: Array(text[..<length])) }
        }
        for index in text.indices {
            var altered = text
            altered[index] ^= 1
            #expect(throws: CommandFailure.self, "byte \(index)") { try PositionExport(text: altered) }
        }
    }

    @Test func anotherFormatIsNamed() throws {
        var export = try PositionExport(snapshot)
        export.formatVersion = 2
        let text = try export.text()
        #expect { try PositionExport(text: text) } throws: { ("\($0)").contains("version 2") }
    }

    @Test func aValueThatMakesNoSenseIsRefused() throws {
        let good = try PositionExport(snapshot)
        let faults: [(inout PositionExport) -> Void] = [
            { $0.log.id = "short" }, { $0.topics[0].id = "" }, { $0.sources[0].checkpoint?.mode = "other" },
            { $0.sources[0].definitions?[0].value = "?" },
            { $0.sources[0].checkpoint?.file = String(repeating: "x", count: 70_000) },
        ]
        for (number, fault) in faults.enumerated() {
            var bad = good
            fault(&bad)
            #expect(throws: CommandFailure.self, "fault \(number)") { try bad.snapshot() }
        }
    }

    @Test func filesAreThereWholeOrNotAtAll() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "leat-whole-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "x.json").path()
        for bytes in [[], [1, 2, 3], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
            try WholeFile(path: path).write(bytes)
            #expect(try WholeFile(path: path).read(bytesMax: 100_000) == bytes)
        }
        #expect(throws: CommandFailure.self) { try WholeFile(path: path).read(bytesMax: 99_999) }
        #expect(throws: CommandFailure.self) { try WholeFile(path: path + "/y").write([]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["x.json"])
    }
}
