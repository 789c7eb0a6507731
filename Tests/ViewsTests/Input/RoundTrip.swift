import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

@testable import Views

/// A value with memory of its own, to be compared.
enum OwnedValue: Equatable, CustomStringConvertible {
    case plain(String)
    case bytes(String, [UInt8])

    init(_ value: ColumnValue) {
        switch value {
        case .bytes(let bytes): self = .bytes("bytes", Array(bytes))
        case .bit(let bytes): self = .bytes("bit", Array(bytes))
        case .decimal(let decimal): self = .bytes("decimal \(decimal.precision) \(decimal.scale)", Array(decimal.bytes))
        case .json(let bytes): self = .bytes("json", Array(bytes))
        case .geometry(let bytes): self = .bytes("geometry", Array(bytes))
        default: self = .plain("\(value)")
        }
    }

    var description: String {
        switch self {
        case .plain(let text): text
        case .bytes(let name, let bytes): "\(name) \(bytes)"
        }
    }
}

/// A table of one column between two others, its records and what is read of them.
struct RoundTrip {
    let table: TableDefinition
    private let encoder: DebeziumEncoder
    private let input = ChangeInput()
    private let isShared: Bool

    init(_ column: ColumnDefinition, _ options: DebeziumOptions = DebeziumOptions(), isShared: Bool = false) throws {
        let number = ColumnDefinition(name: "a \"quoted\" näme", type: .long)
        let last = ColumnDefinition(name: "z", type: .varchar, metadata: 80, collation: 45)
        table = TableDefinition(database: "db", table: "t", columns: [number, column, last], primaryKey: [0])
        encoder = try DebeziumEncoder(
            table: table, source: DebeziumSource(version: "1", connector: .mariadb, name: "s"), options: options,
            keyColumns: [0])
        self.isShared = isShared
        _ = input.add(database: "db", table: "other")
        _ = input.add(database: "db", table: "t")
        input.bind(1, try InputLayout(table, options: options) { _ in true })
    }

    /// The bytes of an update from one value to another.
    func record(_ before: ColumnValue, _ after: ColumnValue) throws -> [UInt8] {
        var out = ByteWriter(capacity: 256)
        let file = Array("binlog.000001".utf8)
        try file.withUnsafeBytes {
            try encoder.begin(
                EventContext(
                    serverID: 1, gtid: nil, file: $0, position: 4, commitMicroseconds: 1_700_000_000_000_000,
                    processingMicroseconds: 1_700_000_000_000_000))
        }
        let text = Array("{\"op\":\"d\"}".utf8)
        try text.withUnsafeBytes { text in
            let rows = [[.signed(-7), before, .bytes(text)], [.signed(8), after, ColumnValue.null]]
            try encoder.appendValue(
                operation: .update, before: rows[0], after: rows[1], rowIndex: 0, into: &out)
        }
        return Array(out.bytes)
    }

    /// The values that are read back, before and after.
    func read(_ record: [UInt8]) throws -> [OwnedValue] {
        try record.withUnsafeBytes { bytes in
            let change = try #require(try input.read(bytes, only: isShared ? nil : 1))
            #expect(change.operation == .update && change.table == 1)
            let (before, after) = (try #require(change.before), try #require(change.after))
            #expect(OwnedValue(before[0]) == .plain("\(ColumnValue.signed(-7))"))
            #expect(OwnedValue(after[0]) == .plain("\(ColumnValue.signed(8))"))
            #expect(OwnedValue(before[2]) == .bytes("bytes", Array("{\"op\":\"d\"}".utf8)))
            #expect(OwnedValue(after[2]) == OwnedValue(.null))
            return [OwnedValue(before[1]), OwnedValue(after[1])]
        }
    }

    /// Whether a value comes back as it went.
    func check(_ value: ColumnValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let back = try read(record(value, .null))
        #expect(back == [OwnedValue(value), OwnedValue(.null)], sourceLocation: sourceLocation)
        #expect(try read(record(.null, value)) == [OwnedValue(.null), OwnedValue(value)], sourceLocation: sourceLocation)
    }

    func check(
        _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation,
        _ value: (UnsafeRawBufferPointer) -> ColumnValue = { .bytes($0) }
    ) throws {
        try bytes.withUnsafeBytes { try check(value($0), sourceLocation: sourceLocation) }
    }
}

func debezium(_ change: (inout DebeziumOptions) -> Void) -> DebeziumOptions {
    var options = DebeziumOptions()
    change(&options)
    return options
}
