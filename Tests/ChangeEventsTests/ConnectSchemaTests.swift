import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

/// The schema of one column, as the key's schema has it.
private func schema(
    _ type: ColumnType, metadata: UInt16 = 0, isUnsigned: Bool = false, isNullable: Bool = true,
    members: [String] = [], default expression: String? = nil, isGenerated: Bool = false,
    options change: (inout DebeziumOptions) -> Void = { _ in }
) throws -> String {
    var column = ColumnDefinition(
        name: "c", type: type, metadata: metadata, isUnsigned: isUnsigned, isNullable: isNullable,
        collation: type == .varchar || type == .enumeration ? 45 : nil, members: members)
    column.declared = ColumnDeclaration(typeText: "any", defaultExpression: expression)
    column.declared?.isGenerated = isGenerated
    var options = DebeziumOptions()
    options.schemas = true
    change(&options)
    let encoder = try DebeziumEncoder(
        table: TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [0]),
        source: OrdersFixture.source, options: options, topic: "x", keyColumns: [0])
    var writer = ByteWriter()
    let value = ColumnValue.null
    try withUnsafePointer(to: value) { try encoder.appendKey(row: $0, into: &writer) }
    let start = "{\"schema\":{\"type\":\"struct\",\"fields\":["
    let end = "],\"optional\":false,\"name\":\"x.Key\"},\"payload\":{\"c\":null}}"
    guard writer.text.hasPrefix(start), writer.text.hasSuffix(end) else { return "no key: \(writer.text)" }
    return String(writer.text.dropFirst(start.count).dropLast(end.count))
}

private func defaultText(
    _ type: ColumnType, _ expression: String, metadata: UInt16 = 0, isNullable: Bool = true,
    options change: (inout DebeziumOptions) -> Void = { _ in }
) throws -> String? {
    let text = try schema(type, metadata: metadata, isNullable: isNullable, default: expression, options: change)
    guard let start = text.range(of: "\"default\":"), let end = text.range(of: ",\"field\":\"c\"") else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
}

@Test func exactUnsignedBigintsAreDecimalsBecauseConnectHasNoTypeForThem() throws {
    let text = try schema(.longlong, isUnsigned: true)
    #expect(text.hasPrefix("{\"type\":\"bytes\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Decimal\""))
    let options = options { $0.schemas = true }
    let column = try SingleColumn(.longlong, isUnsigned: true, options: options)
    var writer = ByteWriter()
    let value = ColumnValue.unsigned(.max)
    try withUnsafePointer(to: value) { try column.encoder.appendKey(row: $0, into: &writer) }
    #expect(writer.text.hasSuffix("\"payload\":{\"c\":\"AP//////////\"}}"))
    #expect(try schema(.longlong, isUnsigned: true) { $0.bigintUnsigned = .long }.contains("\"int64\""))
}

@Test(
    arguments: [
        ("'it''s'", "\"it's\""), (#"'a\\b\'c\n'"#, #""a\\b'c\n""#), ("_utf8mb4'x'", "\"x\""), ("N'x'", "\"x\""),
        ("''", "\"\""), ("  'x '  ", "\"x \""), ("0x6162", "\"ab\""), ("x'6162'", "\"ab\""), ("7", "\"7\""),
        ("NULL", nil), ("uuid()", nil), ("'a' 'b'", nil), ("concat('a','b')", nil),
        ("'", nil), ("", nil), ("_x y'z'", nil),
    ] as [(String, String?)])
func defaultsOfTextAreTheirLiteral(expression: String, expected: String?) throws {
    #expect(try defaultText(.varchar, expression, metadata: 40) == expected)
}

@Test(
    arguments: [
        ("42", "42"), ("'42'", "42"), ("-1", "-1"), ("1.5", "2"), ("TRUE", "1"), ("false", "0"), ("b'101'", "5"),
        ("0b11", "3"), ("0xFF", "255"), ("(1 + 1)", nil), ("'x'", nil), ("null", nil), ("1e300", nil),
    ] as [(String, String?)])
func defaultsOfIntegersAreNumbers(expression: String, expected: String?) throws {
    #expect(try defaultText(.long, expression) == expected)
}

@Test func defaultsOfDecimalsHaveTheColumnsScale() throws {
    let metadata: UInt16 = 10 << 8 | 4
    #expect(try defaultText(.newDecimal, "12.5", metadata: metadata) == "\"12.5000\"")
    #expect(try defaultText(.newDecimal, "'-012'", metadata: metadata) == "\"-12.0000\"")
    #expect(try defaultText(.newDecimal, ".5", metadata: metadata) == "\"0.5000\"")
    #expect(try defaultText(.newDecimal, "12.5", metadata: metadata) { $0.decimal = .precise } == "\"AehI\"")
    #expect(try defaultText(.newDecimal, "12.5", metadata: metadata) { $0.decimal = .double } == "12.5")
    #expect(try defaultText(.newDecimal, "1e3", metadata: metadata) == nil)
    #expect(try defaultText(.newDecimal, "5", metadata: 5 << 8) == "\"5\"")
}

@Test func defaultsOfTimesAreInTheUnitOfTheMode() throws {
    #expect(try defaultText(.date, "'2020-02-29'") == "18321")
    #expect(try defaultText(.dateTime2, "'2020-02-29 12:34:56.5'", metadata: 6) == "1582979696500000")
    #expect(try defaultText(.dateTime2, "'2020-02-29'") { $0.time = .isostring } == "\"2020-02-29T00:00:00Z\"")
    #expect(try defaultText(.timestamp2, "'2020-02-29 12:34:56'", metadata: 3) == "\"2020-02-29T12:34:56.000Z\"")
    #expect(try defaultText(.time2, "'-01:02:03.5'") == "-3723500000")
    #expect(try defaultText(.year, "2020") == "2020")
    for wrong in ["'2020-13-45x'", "'x'", "'1-2'", "'25:00'", "'2020-02-29 25:61:00'"] {
        #expect(try defaultText(.date, wrong) == nil)
        #expect(try defaultText(.dateTime2, wrong) == nil)
    }
    #expect(try defaultText(.time2, "'900:00:00'") == nil)
}

@Test func theCurrentTimeAndZeroDatesAre1970OnlyWhereNullIsNotAllowed() throws {
    for expression in ["CURRENT_TIMESTAMP", "current_timestamp(6)", "now()", "'0000-00-00 00:00:00'"] {
        #expect(try defaultText(.dateTime2, expression, metadata: 6) == nil)
        #expect(try defaultText(.dateTime2, expression, metadata: 6, isNullable: false) == "0")
        #expect(try defaultText(.timestamp2, expression, isNullable: false) == "\"1970-01-01T00:00:00Z\"")
    }
    #expect(try defaultText(.varchar, "now()", metadata: 4) == nil)
}

@Test func generatedColumnsHaveNoDefault() throws {
    #expect(try !schema(.long, default: "1", isGenerated: true).contains("default"))
}

@Test func nullIsTheColumnsDefaultOnlyWhenThatIsAskedFor() throws {
    var column = ColumnDefinition(name: "c", type: .varchar, metadata: 40, collation: 45)
    column.declared = ColumnDeclaration(typeText: "varchar(10)", defaultExpression: "'NEW'")
    for (replaces, expected) in [(false, "{\"c\":null}"), (true, "{\"c\":\"NEW\"}")] {
        let encoder = try DebeziumEncoder(
            table: TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [0]),
            source: OrdersFixture.source, options: options { $0.replacesNullWithDefault = replaces }, keyColumns: [0])
        var writer = ByteWriter()
        let value = ColumnValue.null
        try withUnsafePointer(to: value) { try encoder.appendKey(row: $0, into: &writer) }
        #expect(writer.text == expected)
    }
}
