import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

private let rowText = """
    {"id":1001,"user_id":7,"amount":123.45,"created":"2018-06-20 13:37:03.123",\
    "updated":"2018-06-20 13:37:03.123","province":"Zhejiang","status":"PAID","body":"say \\"hi\\"\\n"}
    """

private func maxwell(_ change: (inout MaxwellOptions) -> Void = { _ in }, keyColumns: [Int] = [0]) throws
    -> MaxwellEncoder
{
    var options = MaxwellOptions()
    change(&options)
    return try MaxwellEncoder(table: OrdersFixture.table, options: options, keyColumns: keyColumns)
}

private func begin(_ encoder: MaxwellEncoder, query: String? = nil) throws {
    try withContext(thread: 7) { context in
        var context = context
        context.xid = 23396
        guard let query else { return try encoder.begin(context) }
        try Array(query.utf8).withUnsafeBytes {
            context.query = $0
            try encoder.begin(context)
        }
    }
}

private func message(
    _ encoder: MaxwellEncoder, _ operation: Operation, before: UnsafePointer<ColumnValue>? = nil,
    after: UnsafePointer<ColumnValue>? = nil, row: Int = 0, isLast: Bool = true
) throws -> String {
    var writer = ByteWriter()
    try encoder.appendValue(
        operation: operation, before: before, after: after, transactionRow: row, isLast: isLast, into: &writer)
    return writer.text
}

private func key(
    _ encoder: MaxwellEncoder, before: UnsafePointer<ColumnValue>? = nil, after: UnsafePointer<ColumnValue>? = nil,
    row: Int = 0
) throws -> String {
    var writer = ByteWriter()
    try encoder.appendKey(before: before, after: after, rowIndex: row, into: &writer)
    return writer.text
}

@Suite struct MaxwellEncoderTests {
    private let head = "{\"database\":\"notify\",\"table\":\"orders\",\"type\":"

    @Test func theLastRowOfATransactionCommitsAndTheOthersAreCounted() throws {
        let fixture = OrdersFixture()
        let encoder = try maxwell()
        try begin(encoder)
        let last = try message(encoder, .create, after: fixture.pointer)
        #expect(last == head + "\"insert\",\"ts\":1529501823,\"xid\":23396,\"commit\":true,\"data\":\(rowText)}")
        let second = try message(encoder, .delete, before: fixture.pointer, row: 1, isLast: false)
        #expect(second == head + "\"delete\",\"ts\":1529501823,\"xid\":23396,\"xoffset\":1,\"data\":\(rowText)}")
    }

    @Test func oldHoldsWhatChanged() throws {
        let before = OrdersFixture(status: 1, body: "")
        let after = OrdersFixture()
        let encoder = try maxwell()
        try begin(encoder)
        let changed = try message(encoder, .update, before: before.pointer, after: after.pointer)
        #expect(changed.hasSuffix(",\"data\":\(rowText),\"old\":{\"status\":\"NEW\",\"body\":\"\"}}"))
        let same = OrdersFixture()
        let unchanged = try message(encoder, .update, before: same.pointer, after: after.pointer)
        #expect(unchanged.hasSuffix(",\"data\":\(rowText)}"))
    }

    @Test func everyFieldStandsInMaxwellsPlace() throws {
        let fixture = OrdersFixture()
        let encoder = try maxwell {
            $0.binlogPosition = true
            $0.gtidPosition = true
            $0.serverID = true
            $0.threadID = true
            $0.pushTimestamp = true
            $0.rowQuery = true
            $0.primaryKeys = true
            $0.primaryKeyColumns = true
        }
        try begin(encoder, query: "INSERT INTO orders VALUES (\"\u{1F600}\")")
        let text = try message(encoder, .create, after: fixture.pointer)
        #expect(
            text == "{\"database\":\"notify\",\"table\":\"orders\","
                + "\"query\":\"INSERT INTO orders VALUES (\\\"\u{1F600}\\\")\",\"type\":\"insert\","
                + "\"ts\":1529501823,\"xid\":23396,\"commit\":true,\"position\":\"binlog.000007:4711\","
                + "\"gtid\":\"0-1-42\",\"server_id\":1,\"thread_id\":7,\"push_ts\":1529501824.000001,"
                + "\"primary_key\":[1001],\"primary_key_columns\":[\"id\"],\"data\":\(rowText)}")
    }

    @Test func aStatementIsCutByUTF16CodeUnits() throws {
        let fixture = OrdersFixture()
        let texts = [1: "a", 2: "a\u{E9}", 3: "a\u{E9}", 4: "a\u{E9}\u{1F600}", 9: "a\u{E9}\u{1F600}z"]
        for (length, expected) in texts {
            let encoder = try maxwell {
                $0.rowQuery = true
                $0.rowQueryLengthMax = length
            }
            try begin(encoder, query: "a\u{E9}\u{1F600}z")
            let text = try message(encoder, .create, after: fixture.pointer)
            #expect(text.contains("\"query\":\"\(expected)\","))
        }
    }

    @Test func commitInfoAndOffsetCanBeLeftOut() throws {
        let fixture = OrdersFixture()
        let withoutOffset = try maxwell { $0.xoffset = false }
        try begin(withoutOffset)
        let first = try message(withoutOffset, .create, after: fixture.pointer, isLast: false)
        #expect(first == head + "\"insert\",\"ts\":1529501823,\"xid\":23396,\"data\":\(rowText)}")
        let without = try maxwell { $0.commitInfo = false }
        try begin(without)
        let last = try message(without, .create, after: fixture.pointer)
        #expect(last == head + "\"insert\",\"ts\":1529501823,\"data\":\(rowText)}")
    }

    @Test func aRowOfASnapshotIsOfNoTransaction() throws {
        let fixture = OrdersFixture()
        let encoder = try maxwell()
        try withContext { try encoder.begin($0) }
        let text = try message(encoder, .read, after: fixture.pointer)
        #expect(text == head + "\"bootstrap-insert\",\"ts\":1529501823,\"data\":\(rowText)}")
    }

    @Test func nullFieldsCanBeLeftOut() throws {
        let before = OrdersFixture()
        let after = OrdersFixture()
        before.row[7] = .null
        after.row[3] = .null
        after.row[6] = .enumeration(0)
        let encoder = try maxwell { $0.nulls = false }
        try begin(encoder)
        let text = try message(encoder, .update, before: before.pointer, after: after.pointer)
        #expect(!text.contains("null"))
        #expect(text.contains("\"amount\":123.45,\"updated\":"))
        #expect(text.hasSuffix(",\"old\":{\"created\":\"2018-06-20 13:37:03.123\",\"status\":\"PAID\"}}"))
    }

    @Test func zeroDatesCanBeNull() throws {
        let fixture = OrdersFixture()
        let date = CivilDate(year: 2024, month: 0, day: 0)
        fixture.row[3] = .dateTime(CivilDateTime(date: date, hour: 1, minute: 2, second: 3, microsecond: 0))
        fixture.row[4] = .timestamp(seconds: 0, microseconds: 0)
        let encoder = try maxwell { $0.nullZeroDates = true }
        try begin(encoder)
        let text = try message(encoder, .create, after: fixture.pointer)
        #expect(text.contains("\"created\":null,\"updated\":null,"))
        #expect(encoder.unrepresentableDates == 2)
    }

    /// Row image MINIMAL: the old image has the key, the new one what changed.
    @Test func absentColumnsAreLeftOutAndUnchangedOnesTaken() throws {
        let before = OrdersFixture()
        let after = OrdersFixture(status: 1)
        for column in 1..<8 { before.row[column] = .absent }
        for column in [0, 1, 2, 3, 4, 5, 7] { after.row[column] = .absent }
        let encoder = try maxwell { $0.primaryKeys = true }
        try begin(encoder)
        let text = try message(encoder, .update, before: before.pointer, after: after.pointer)
        #expect(text.hasSuffix(",\"primary_key\":[1001],\"data\":{\"id\":1001,\"status\":\"NEW\"}}"))
        let keyText = try key(encoder, before: before.pointer, after: after.pointer)
        #expect(keyText == "{\"database\":\"notify\",\"table\":\"orders\",\"pk.id\":1001}")
    }

    @Test func keysAreHashesOrArrays() throws {
        let fixture = OrdersFixture()
        let hash = try maxwell(keyColumns: [5, 0])
        let hashText = try key(hash, after: fixture.pointer)
        #expect(
            hashText == "{\"database\":\"notify\",\"table\":\"orders\",\"pk.province\":\"Zhejiang\",\"pk.id\":1001}")
        let array = try maxwell({ $0.keyFormat = .array }, keyColumns: [5, 0])
        let arrayText = try key(array, before: fixture.pointer)
        #expect(arrayText == "[\"notify\",\"orders\",[{\"province\":\"Zhejiang\"},{\"id\":1001}]]")
        let empty = try maxwell({ $0.keyFormat = .array }, keyColumns: [])
        let emptyText = try key(empty, after: fixture.pointer)
        #expect(emptyText == "[\"notify\",\"orders\",[]]")
    }

    @Test func keysNameTheirColumnsInSmallLetters() throws {
        let column = ColumnDefinition(name: "Order\"ID", type: .long, isNullable: false)
        let table = TableDefinition(database: "D", table: "T", columns: [column], primaryKey: [0])
        let encoder = try MaxwellEncoder(table: table, keyColumns: [0])
        var writer = ByteWriter()
        try withRow([.signed(4)]) { try encoder.appendKey(before: nil, after: $0, rowIndex: 0, into: &writer) }
        #expect(writer.text == "{\"database\":\"D\",\"table\":\"T\",\"pk.order\\\"id\":4}")
    }

    @Test func rowsWithoutAKeyHaveAUUIDOfTheirOwn() throws {
        let fixture = OrdersFixture()
        let encoder = try maxwell(keyColumns: [])
        try begin(encoder)
        let keys = try (0..<100).map { try key(encoder, after: fixture.pointer, row: $0) }
        #expect(Set(keys).count == 100)
        let again = try maxwell(keyColumns: [])
        try begin(again)
        let same = try key(again, after: fixture.pointer, row: 99)
        #expect(same == keys[99])
        let pattern = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}/
        let head = "{\"database\":\"notify\",\"table\":\"orders\",\"_uuid\":\""
        for key in keys {
            #expect(key.hasPrefix(head))
            #expect(key.dropFirst(head.count).wholeMatch(of: pattern) != nil, "\(key)")
        }
    }

    @Test func anAbsentKeyColumnIsAnError() throws {
        let fixture = OrdersFixture()
        fixture.row[0] = .absent
        let row = fixture.pointer
        let error = #expect(throws: ChangeEventError.self) { try key(try maxwell(), after: row) }
        #expect(error?.code == .keyColumnAbsent)
    }

    @Test func illegalTextStopsOrIsReplacedAndCounted() throws {
        let column = ColumnDefinition(name: "c", type: .varchar, metadata: 40, collation: 255)
        let table = TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [])
        let strict = try MaxwellEncoder(table: table, keyColumns: [])
        var options = MaxwellOptions()
        options.invalidText = .replace
        let lenient = try MaxwellEncoder(table: table, options: options, keyColumns: [])
        try begin(strict)
        try begin(lenient)
        try withRow([.bytes([0x61, 0xFF, 0x62])]) { row in
            let error = #expect(throws: ChangeEventError.self) { try message(strict, .create, after: row) }
            #expect(error?.code == .invalidText)
            let text = try message(lenient, .create, after: row)
            #expect(text.hasSuffix("\"data\":{\"c\":\"a\u{FFFD}b\"}}"))
        }
        #expect(lenient.replacedTexts == 1)
        #expect(strict.replacedTexts == 0)
    }

    @Test func aValueThatTheDefinitionCannotHaveIsAMismatch() throws {
        let column = ColumnDefinition(name: "c", type: .enumeration, metadata: 1, collation: 45, members: ["a", "b"])
        let table = TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [])
        let encoder = try MaxwellEncoder(table: table, keyColumns: [])
        try begin(encoder)
        for value in [StoredValue.fixed(.enumeration(3)), .fixed(.set(4)), .bytes([1])] {
            withRow([value]) { row in
                let error = #expect(throws: ChangeEventError.self) { try message(encoder, .create, after: row) }
                #expect(error?.code == .mismatch)
            }
        }
    }

    @Test func membersThatAreNotKnownAreAnError() throws {
        let column = ColumnDefinition(name: "c", type: .set, metadata: 1, collation: 45)
        let table = TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [])
        let error = #expect(throws: ChangeEventError.self) { try MaxwellEncoder(table: table, keyColumns: []) }
        #expect(error?.code == .mismatch)
    }

    @Test func truncateIsNoMessage() {
        #expect(!MaxwellEncoder.writes(.truncate))
        #expect(MaxwellEncoder.writes(.create))
    }
}
