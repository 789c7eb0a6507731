import Foundation
import Testing

/// Compares byte for byte with what Debezium 3.6 wrote of the same binlog under the same settings. What differs on
/// purpose stands in `differences.tsv` with its reason, and must differ.
struct DebeziumPeerTests {
    @Test(arguments: PeerMode.allCases)
    func everyTypeCaseIsWrittenAsDebeziumWritesIt(mode: PeerMode) throws {
        let recording = PeerRecording.current
        let replay = try PeerReplay(recording, options: mode.options)
        try replay.run()
        try keep(replay.records, of: mode)
        let ours = Dictionary(grouping: replay.records, by: \.name)
        let theirs = Dictionary(grouping: try recording.records(mode.rawValue), by: \.name)
        let listed = try Self.listed(mode)
        var agreed = 0
        for name in theirs.keys.sorted() where !Self.isOfAnotherTest(name) {
            var (mine, other) = (ours[name] ?? [], theirs[name] ?? [])
            if mode.options.schemas || name == "peer.transaction" { mine = mine.filter { other.contains($0) } }
            if mode.options.schemas, mine.count != other.count { mine = Array((ours[name] ?? []).prefix(other.count)) }
            let isSame = mine == other
            if isSame { agreed += 1 }
            if let isAlways = listed[name] {
                // With schemas the recording has only the first record of a table.
                #expect(!isSame || !isAlways, "\(name) is listed as different and is not")
            } else if !isSame {
                let first = zip(mine, other).first { $0 != $1 }
                Issue.record(
                    """
                    \(name) (\(replay.unread[name] ?? "\(mine.count) and \(other.count) records"))
                    ours:   \(first.map { "\($0.0)" } ?? "")
                    theirs: \(first.map { "\($0.1)" } ?? "")
                    """)
            }
        }
        // A recording or a replay that lost its records would agree in everything that is left.
        #expect(agreed >= theirs.count * 3 / 4 - listed.count)
    }

    /// The cases that differ on purpose in this mode, and whether they do so already in their first record.
    private static func listed(_ mode: PeerMode) throws -> [String: Bool] {
        let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let recording = PeerRecording(directory: golden.appending(path: "Golden/Debezium"))
        var listed: [String: Bool] = [:]
        for cells in try recording.cells("differences.tsv") {
            let modes = cells[1].split(separator: ",")
            guard modes.contains("*") || modes.contains("\(mode.rawValue)") else { continue }
            listed[cells[0]] = !mode.options.schemas || modes.allSatisfy { $0.hasPrefix("schemas") }
        }
        return listed
    }

    private static func isOfAnotherTest(_ name: String) -> Bool {
        name == "peer" || name.hasPrefix("__")
    }

    /// For Tests/Peers/debezium_compare.py.
    private func keep(_ records: [PeerRecording.Record], of mode: PeerMode) throws {
        guard let path = ProcessInfo.processInfo.environment["LEAT_PEER_OURS"] else { return }
        let lines = records.map { [$0.topic, $0.headers, $0.key ?? "\\N", $0.value ?? "\\N"].joined(separator: "\t") }
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: "\(path)/\(mode.rawValue).tsv", atomically: false, encoding: .utf8)
    }
}
