import Binlog
import Bytes
import CommitLog
import Expressions
import Glibc
import Schema
import Testing

@testable import Views

/// The files of a view's state.
@Suite struct ViewCheckpointFileTests {
    private let directory = "/tmp/view-checkpoints-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    private let log = LogUUID(high: 1, low: 2)
    private let table = TableDefinition(
        database: "shop", table: "orders",
        columns: [ColumnDefinition(name: "id", type: .long), ColumnDefinition(name: "buyer", type: .long)],
        primaryKey: [0])
    private let place = TailPlace(position: 4711, framePosition: 4600, sequence: 17, crc: 99, chainPosition: 4096)

    private func view(rows: Int) throws -> View {
        let view = try View(
            ViewQuery("SELECT buyer, COUNT(*) FROM shop.orders GROUP BY buyer"), tables: [table])
        for row in 0..<rows {
            let values: [ColumnValue] = [.signed(Int64(row)), .signed(Int64(row % 3))]
            try view.apply(0, row: values, weight: 1)
        }
        _ = try view.commit()
        return view
    }

    private func checkpoint(rows: Int) throws -> ViewCheckpoint {
        ViewCheckpoint(
            identity: "query", place: place, nextOffsets: [(3, 70), (4, 0)], definitions: [table], isIncomplete: true,
            appendTime: 5, commitMilliseconds: 6, view: try view(rows: rows))
    }

    private func read(_ path: String) -> [UInt8] {
        let handle = open(path, O_RDONLY)
        defer { close(handle) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = Glibc.read(handle, &bytes, bytes.count)
        return Array(bytes[..<max(0, count)])
    }

    private func write(_ path: String, _ bytes: [UInt8]) {
        let handle = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = Glibc.write(handle, bytes, bytes.count)
        close(handle)
    }

    private func rows(_ stored: ViewCheckpoint) throws -> [[String?]] {
        let view = try view(rows: 0)
        try stored.state.withUnsafeBytes {
            var cursor = ByteCursor($0)
            try view.restore(&cursor)
        }
        return view.rows().map { $0.values.map(\.text) }
    }

    @Test func whatWasStoredIsLoaded() throws {
        let file = ViewCheckpointFile(directory: directory, name: "v")
        #expect(try file.load(identity: "query", log: log) == nil)
        try file.store(checkpoint(rows: 7), log: log)
        let stored = try #require(try file.load(identity: "query", log: log))
        #expect(stored.place == place)
        #expect(stored.nextOffsets.map(\.partition) == [3, 4] && stored.nextOffsets.map(\.next) == [70, 0])
        #expect(stored.definitions == [table])
        #expect(stored.isIncomplete && stored.appendTime == 5 && stored.commitMilliseconds == 6)
        #expect(try rows(stored) == [["0", "3"], ["1", "2"], ["2", "2"]])
    }

    @Test func anotherQueryOrAnotherLogIsNoneOfIts() throws {
        let file = ViewCheckpointFile(directory: directory, name: "v")
        try file.store(checkpoint(rows: 1), log: log)
        #expect(throws: ViewCheckpointError.self) { try file.load(identity: "other", log: log) }
        #expect(throws: ViewCheckpointError.self) {
            try file.load(identity: "query", log: LogUUID(high: 1, low: 3))
        }
    }

    @Test func everyFlippedByteAndEveryCutIsSeenAndTheOneBeforeCounts() throws {
        let file = ViewCheckpointFile(directory: directory, name: "v")
        try file.store(checkpoint(rows: 2), log: log)
        try file.store(checkpoint(rows: 5), log: log)
        let path = "\(directory)/v.checkpoint"
        let whole = read(path)
        #expect(whole.count > 100)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1 << UInt8(place % 8)
            write(path, damaged)
            #expect(try rows(#require(try file.load(identity: "query", log: log))) == [["0", "1"], ["1", "1"]])
            write(path, Array(whole[..<place]))
            #expect(try file.load(identity: "query", log: log) != nil)
        }
        write(path + ".previous", [1, 2, 3])
        #expect(throws: ViewCheckpointError.self) { try file.load(identity: "query", log: log) }
        write(path, whole)
        #expect(
            try rows(#require(try file.load(identity: "query", log: log))) == [["0", "2"], ["1", "2"], ["2", "1"]])
    }
}
