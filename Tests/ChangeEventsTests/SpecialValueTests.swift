import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

/// A table of one column that means more than its type.
private func column(
    _ type: ColumnType, _ meaning: ColumnMeaning, metadata: UInt16 = 0, options: DebeziumOptions = DebeziumOptions()
) throws -> DebeziumEncoder {
    var column = ColumnDefinition(name: "c", type: type, metadata: metadata, collation: 63)
    column.meaning = meaning
    return try DebeziumEncoder(
        table: TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [0]),
        source: OrdersFixture.source, options: options, keyColumns: [0])
}

private func text(_ encoder: DebeziumEncoder, _ value: ColumnValue) throws -> String {
    var writer = ByteWriter()
    try withUnsafePointer(to: value) { try encoder.appendKey(row: $0, into: &writer) }
    return String(writer.text.dropFirst(5).dropLast())
}

private func text(_ encoder: DebeziumEncoder, hex: String) throws -> String {
    try bytes(hex).withUnsafeBytes { try text(encoder, .bytes($0)) }
}

private func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.count, by: 2).compactMap {
        UInt8(hex.dropFirst($0).prefix(2), radix: 16)
    }
}

/// The texts are MariaDB 10.11's own.
@Test(
    arguments: [
        ("00000000000000000000000000000000", "::"), ("00000000000000000000000000000001", "::1"),
        ("00000000000000000000FFFF01020304", "::ffff:1.2.3.4"), ("00000000000000000000000001020304", "::1.2.3.4"),
        ("00000000000000000000FFFF00000000", "::ffff:0.0.0.0"), ("00010000000000020000000000000003", "1:0:0:2::3"),
        ("00010000000000020003000000000004", "1::2:3:0:0:4"), ("00010002000300040005000600070000", "1:2:3:4:5:6:7::"),
        ("00000001000000000000000000000000", "0:1::"), ("00010002000300040005000600000000", "1:2:3:4:5:6::"),
        ("20010DB8000000000000FF0000428329", "2001:db8::ff00:42:8329"), ("0000000000000000000000000000FFFF", "::ffff"),
        ("0000000000000000000000000001FFFF", "::0.1.255.255"), ("00000000000000000000000200030004", "::2:3:4"),
        ("00000000000000000000000101020304", "::1:102:304"), ("00000001000200030004000500060007", "::1:2:3:4:5:6:7"),
        ("00000000000100020003000400050006", "::1:2:3:4:5:6"), ("0000000000000000FFFF000000010002", "::ffff:0:1:2"),
        ("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("20010DB8", "2001:db8::"),
    ])
func inet6IsTheServersText(hex: String, expected: String) throws {
    #expect(try text(try column(.string, .inet6, metadata: 16), hex: hex) == "\"\(expected)\"")
}

@Test func inet4AndUUIDAreTheServersText() throws {
    let inet4 = try column(.string, .inet4, metadata: 4)
    #expect(try text(inet4, hex: "C0000201") == "\"192.0.2.1\"")
    #expect(try text(inet4, hex: "") == "\"0.0.0.0\"")
    #expect(try text(inet4, hex: "0A") == "\"10.0.0.0\"")
    let uuid = try column(.string, .uuid, metadata: 16)
    #expect(try text(uuid, hex: "123E4567E89B12D3A456426655440000") == "\"123e4567-e89b-12d3-a456-426655440000\"")
    #expect(try text(uuid, hex: "123E4567E89B12D3A45642665544") == "\"123e4567-e89b-12d3-a456-426655440000\"")
    for (encoder, tooLong) in [(inet4, 5), (uuid, 17), (try column(.string, .inet6), 17)] {
        let hex = String(repeating: "01", count: tooLong)
        let error = #expect(throws: ChangeEventError.self) { try text(encoder, hex: hex) }
        #expect(error?.code == .mismatch)
    }
}

@Test func vectorsAreArraysOfTheirNumbers() throws {
    for encoder in [try column(.vector, .plain), try column(.varchar, .vector, metadata: 12)] {
        #expect(try text(encoder, hex: "0000803F00000040CDCCCC3D") == "[1.0,2.0,0.1]")
        #expect(try text(encoder, hex: "") == "[]")
        for wrong in ["00", "0000803F00", "0000807F", "0000C07F"] {
            let error = #expect(throws: ChangeEventError.self) { try text(encoder, hex: wrong) }
            #expect(error?.code == .malformedValue)
        }
    }
}

private let point = "E6100000" + "0101000000" + "000000000000F03F" + "0000000000000040"

private func text(_ encoder: DebeziumEncoder, geometry bytes: [UInt8]) throws -> String {
    try bytes.withUnsafeBytes { try text(encoder, .geometry($0)) }
}

@Test func geometriesAreTheirWKBAndPointsShowTheirPlace() throws {
    let wkb = "AQEAAAAAAAAAAADwPwAAAAAAAABA"
    let plain = try column(.geometry, .plain)
    #expect(try text(plain, geometry: bytes(point)) == "{\"wkb\":\"\(wkb)\",\"srid\":4326}")
    #expect(
        try text(try column(.geometry, .point), geometry: bytes(point))
            == "{\"x\":1.0,\"y\":2.0,\"wkb\":\"\(wkb)\",\"srid\":4326}")
    #expect(try text(plain, geometry: bytes("00000000" + point.dropFirst(8))).hasSuffix(",\"srid\":null}"))
}

@Test func geometriesThatAreCutOffAreErrors() throws {
    let whole = bytes(point)
    let encoder = try column(.geometry, .point)
    for length in whole.indices {
        let error = #expect(throws: ChangeEventError.self) {
            try text(encoder, geometry: Array(whole[..<length]))
        }
        #expect(error?.code == .malformedValue)
    }
    let notFinite = bytes(point.replacing("000000000000F03F", with: "000000000000F07F"))
    #expect(throws: ChangeEventError.self) { try text(encoder, geometry: notFinite) }
    let number = try SingleColumn(.long).encoder
    #expect(throws: ChangeEventError.self) { try text(number, geometry: whole) }
}

@Test func compressedColumnsAreTextOrBytesByTheirCollation() throws {
    #expect(try SingleColumn(.varcharCompressed, metadata: 10, collation: 45).text("ü") == "\"ü\"")
    #expect(try SingleColumn(.blobCompressed, metadata: 2, collation: 63).text([1, 2]) == "\"AQI=\"")
}
