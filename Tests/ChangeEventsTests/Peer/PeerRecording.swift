import Foundation

/// What a running Debezium made of a binlog file: the directory that Tests/Peers/debezium_record.py writes.
struct PeerRecording {
    /// A record with its headers and texts as Debezium wrote them; nil is null.
    struct Record: Equatable {
        var topic: String
        var headers = ""
        var key: String?
        var value: String?

        /// The type case that the record belongs to.
        var name: String { topic.hasPrefix("peer.types.") ? String(topic.dropFirst(11)) : topic }
    }

    let directory: URL

    /// The committed recording, or the one that Tests/Peers/debezium_compare.py has just made.
    static var current: PeerRecording {
        if let path = ProcessInfo.processInfo.environment["LEAT_PEER_RECORDING"] {
            return PeerRecording(directory: URL(filePath: path))
        }
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return PeerRecording(directory: tests.appending(path: "Golden/Debezium"))
    }

    var binlogName: String { "binlog.000002" }

    func binlog() throws -> [UInt8] { Array(try Data(contentsOf: directory.appending(path: binlogName))) }

    /// The records of a mode, in Debezium's order.
    func records(_ mode: String) throws -> [Record] {
        var definitions: [(name: String, text: String)] = []
        var records: [Record] = []
        for var line in try lines("\(mode).tsv") {
            if line.hasPrefix("#define ") {
                let parts = line.dropFirst(8).split(separator: "\t", maxSplits: 1)
                definitions.append((String(parts[0]), String(parts[1])))
                continue
            }
            for definition in definitions.reversed() { line = line.replacing(definition.name, with: definition.text) }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            records.append(
                Record(
                    topic: cells[0], headers: cells[1], key: cells[2] == "\\N" ? nil : cells[2],
                    value: cells[3] == "\\N" ? nil : cells[3]))
        }
        return records
    }

    func cells(_ file: String) throws -> [[String]] {
        try lines(file).map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private func lines(_ file: String) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: directory.appending(path: file)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
