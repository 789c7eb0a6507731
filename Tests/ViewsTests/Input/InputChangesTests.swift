import Binlog
import ChangeEvents
import Schema
import Testing

@testable import Views

/// What a record says beside its values.
@Suite struct InputChangesTests {
    private func input(_ columns: [String]) throws -> ChangeInput {
        let input = ChangeInput()
        let table = TableDefinition(
            database: "db", table: "t", columns: columns.map { ColumnDefinition(name: $0, type: .long) }, primaryKey: [])
        _ = input.add(database: "db", table: "t")
        input.bind(0, try InputLayout(table, options: DebeziumOptions()) { $0 != "unread" })
        return input
    }

    private func values(_ text: String, _ columns: [String]) throws -> [OwnedValue]? {
        let input = try input(columns)
        return try Array(text.utf8).withUnsafeBytes { bytes in
            try input.read(bytes, only: 0)?.after.map { row in columns.indices.map { OwnedValue(row[$0]) } }
        }
    }

    @Test func columnsInAnotherOrderUnknownOnesAndMissingOnes() throws {
        let text = #"{"before":null,"after":{"b":2,"new":{"x":[1,"}"]},"a":1},"op":"c"}"#
        let back = try values(text, ["a", "b", "c"])
        #expect(back == [OwnedValue(.signed(1)), OwnedValue(.signed(2)), OwnedValue(.absent)])
    }

    @Test func spacesBetweenFieldsOfTheEnvelope() throws {
        let back = try values("{ \"before\" : null , \"after\" : {\"a\":1} , \"op\" : \"c\" }", ["a"])
        #expect(back == [OwnedValue(.signed(1))])
    }

    @Test func columnsThatNoViewReadsStayNull() throws {
        #expect(
            try values(#"{"after":{"unread":"any \" thing","a":4},"op":"c"}"#, ["unread", "a"])
                == [OwnedValue(.null), OwnedValue(.signed(4))])
    }

    @Test(arguments: ["c", "u", "d", "r", "t"]) func operations(letter: String) throws {
        let input = try input(["a"])
        let text = Array("{\"before\":null,\"after\":null,\"op\":\"\(letter)\"}".utf8)
        let change = try text.withUnsafeBytes { try input.read($0, only: 0) }
        #expect(change?.operation.rawValue == letter.utf8.first)
        #expect(change?.before == nil && change?.after == nil)
    }

    @Test func recordsOfUnknownTablesArePassedOver() throws {
        let input = try input(["a"])
        for source in [#"{"db":"db","table":"other"}"#, #"{"db":"other","table":"t"}"#, #"{"table":null}"#, "{}"] {
            let text = Array(#"{"after":{"a":true},"source":\#(source),"op":"c"}"#.utf8)
            let change = try text.withUnsafeBytes { try input.read($0, only: nil) }
            #expect(change == nil)
        }
    }

    @Test func withSchemasThePayloadCounts() throws {
        let text = #"{"schema":{"type":"struct","fields":[{"op":"d"}]},"payload":{"after":{"a":3},"op":"r"}}"#
        #expect(try values(text, ["a"]) == [OwnedValue(.signed(3))])
    }
}
