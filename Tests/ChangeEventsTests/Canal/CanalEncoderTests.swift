import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

private let rowText = """
    {"id":"1001","user_id":"7","amount":"123.45","created":"2018-06-20 13:37:03.123",\
    "updated":"2018-06-20 13:37:03.123","province":"Zhejiang","status":"2","body":"say \\"hi\\"\\n"}
    """

private let names = """
    "id":"bigint","user_id":"int unsigned","amount":"decimal(10,2)","created":"datetime(3)",\
    "updated":"timestamp(3)","province":"varchar(10)","status":"enum('NEW','PAID')","body":"varchar(250)"
    """

private let numbers = """
    "id":-5,"user_id":4,"amount":3,"created":93,"updated":93,"province":12,"status":4,"body":12
    """

private func messages(_ encoder: CanalEncoder) -> [Int: String] {
    var messages: [Int: String] = [:]
    var writer = ByteWriter()
    while let partition = encoder.nextMessage(into: &writer) {
        #expect(messages[partition] == nil)
        messages[partition] = writer.text
        writer.removeAll()
    }
    return messages
}

private func begin(_ encoder: CanalEncoder, _ operation: Operation, gtid: String? = "0-1-42") throws {
    try withContext(gtid: gtid) { try encoder.begin($0, operation: operation) }
}

@Suite struct CanalEncoderTests {
    @Test func fieldsStandInTheOrderOfTheirNames() throws {
        let fixture = OrdersFixture()
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 1)
        try begin(encoder, .create)
        try encoder.append(before: nil, after: fixture.pointer)
        let text = messages(encoder)[0]
        #expect(
            text == "{\"data\":[\(rowText)],\"database\":\"notify\",\"es\":1529501823123,\"gtid\":\"0-1-42\","
                + "\"id\":30064775783,\"isDdl\":false,\"mysqlType\":{\(names)},\"old\":null,\"pkNames\":[\"id\"],"
                + "\"sql\":\"\",\"sqlType\":{\(numbers)},\"table\":\"orders\",\"ts\":1529501824000,"
                + "\"type\":\"INSERT\"}")
    }

    @Test func anEventWithoutAGTIDHasAnEmptyOne() throws {
        let fixture = OrdersFixture()
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 1)
        try begin(encoder, .delete, gtid: nil)
        try encoder.append(before: fixture.pointer, after: nil)
        let text = try #require(messages(encoder)[0])
        #expect(text.hasPrefix("{\"data\":[\(rowText)],"))
        #expect(text.contains(",\"gtid\":\"\",\"id\":30064775783,"))
        #expect(text.contains(",\"old\":null,"))
        #expect(text.hasSuffix(",\"type\":\"DELETE\"}"))
    }

    @Test func oldHoldsWhatChangedInEachRow() throws {
        let one = OrdersFixture()
        let status = OrdersFixture(status: 1)
        let body = OrdersFixture(body: "")
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 1)
        try begin(encoder, .update)
        try encoder.append(before: status.pointer, after: one.pointer)
        try encoder.append(before: body.pointer, after: one.pointer)
        try encoder.append(before: one.pointer, after: one.pointer)
        let text = try #require(messages(encoder)[0])
        #expect(text.hasPrefix("{\"data\":[\(rowText),\(rowText),\(rowText)],\"database\""))
        #expect(text.contains(",\"old\":[{\"status\":\"1\"},{\"body\":\"\"},{}],\"pkNames\""))
    }

    /// Values of the columns' text hashes: "1001" is 1507424, "notify" −1039689911.
    @Test func rowsGoWhereCanalSendsThem() throws {
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 8)
        let fixture = OrdersFixture()
        let hash: Int32 = 1_507_424 ^ -1_039_689_911
        let partition = try encoder.partition(before: nil, after: fixture.pointer)
        #expect(partition == Int(abs(hash) % 8))

        var options = CanalOptions()
        options.databaseHash = false
        let plain = try CanalEncoder(
            table: OrdersFixture.table, options: options, keyColumns: [0, 5], partitionCount: 100)
        // "Zhejiang"
        let joined: Int32 = 1_507_424 ^ -1_257_095_228
        let other = try plain.partition(before: nil, after: fixture.pointer)
        #expect(other == Int(abs(joined) % 100))

        let table = try CanalEncoder(
            table: OrdersFixture.table, partitioning: .table, keyColumns: [0], partitionCount: 1000)
        // "orders": −1008770331
        let tablePartition = try table.partition(before: nil, after: fixture.pointer)
        #expect(tablePartition == 1_008_770_331 % 1000)
        let first = try CanalEncoder(
            table: OrdersFixture.table, partitioning: .first, keyColumns: [0], partitionCount: 1000)
        let firstPartition = try first.partition(before: nil, after: fixture.pointer)
        #expect(firstPartition == 0)
    }

    @Test func eachPartitionHasItsRowsInOrder() throws {
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 4)
        try begin(encoder, .create)
        var expected: [Int: [Int64]] = [:]
        for id in Int64(0)..<100 {
            let fixture = OrdersFixture(id: id)
            try encoder.append(before: nil, after: fixture.pointer)
            let partition = try encoder.partition(before: nil, after: fixture.pointer)
            expected[partition, default: []].append(id)
        }
        #expect(encoder.pendingByteCount > 100 * rowText.utf8.count - 400)
        let found = messages(encoder)
        #expect(Set(found.keys) == Set(expected.keys))
        #expect(expected.count == 4)
        for (partition, text) in found {
            let ids = text.matches(of: /"id":"([0-9]+)"/).map { Int64($0.1) }
            #expect(ids == expected[partition])
        }
        #expect(encoder.pendingByteCount == 0)
        var writer = ByteWriter()
        #expect(encoder.nextMessage(into: &writer) == nil)
        #expect(writer.count == 0)
    }

    @Test func aNewEventForgetsTheLastOne() throws {
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 4)
        try begin(encoder, .update)
        let one = OrdersFixture()
        let other = OrdersFixture(id: 7)
        try encoder.append(before: one.pointer, after: one.pointer)
        try begin(encoder, .create)
        try encoder.append(before: nil, after: other.pointer)
        let found = messages(encoder)
        #expect(found.count == 1)
        #expect(found.values.first?.contains("1001") == false)
        #expect(found.values.first?.contains("\"old\":null") == true)
    }

    @Test func aTypeIsTheOneThatFitsAllRows() throws {
        let column = ColumnDefinition(name: "c", type: .longlong, isUnsigned: true)
        let set = ColumnDefinition(name: "s", type: .set, metadata: 1, collation: 45, members: ["a"])
        let table = TableDefinition(database: "d", table: "t", columns: [column, set], primaryKey: [])
        let encoder = try CanalEncoder(table: table, keyColumns: [], partitionCount: 1)
        try begin(encoder, .create)
        try withRow([.unsigned(.max), .fixed(.set(1))]) { try encoder.append(before: nil, after: $0) }
        try withRow([.unsigned(1), .null]) { try encoder.append(before: nil, after: $0) }
        let both = try #require(messages(encoder)[0])
        #expect(both.contains("\"pkNames\":null,\"sql\":\"\",\"sqlType\":{\"c\":3,\"s\":-7}"))
        try begin(encoder, .create)
        try withRow([.unsigned(1), .null]) { try encoder.append(before: nil, after: $0) }
        let second = try #require(messages(encoder)[0])
        #expect(second.contains("\"sqlType\":{\"c\":-5,\"s\":2004}"))
    }

    /// Row image MINIMAL: the old image has the key, the new one what changed.
    @Test func absentColumnsAreLeftOutAndUnchangedOnesTaken() throws {
        let before = OrdersFixture()
        let after = OrdersFixture(status: 1)
        for column in 1..<8 { before.row[column] = .absent }
        for column in [0, 1, 2, 3, 4, 5, 7] { after.row[column] = .absent }
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 8)
        try begin(encoder, .update)
        try encoder.append(before: before.pointer, after: after.pointer)
        let text = try #require(messages(encoder).values.first)
        #expect(text.hasPrefix("{\"data\":[{\"id\":\"1001\",\"status\":\"1\"}],"))
        #expect(text.contains("\"mysqlType\":{\"id\":\"bigint\",\"status\":\"enum('NEW','PAID')\"},\"old\":[{}],"))
        #expect(text.contains("\"sqlType\":{\"id\":-5,\"status\":4},"))
    }

    @Test func anAbsentKeyColumnIsAnError() throws {
        let fixture = OrdersFixture()
        fixture.row[0] = .absent
        let row = fixture.pointer
        let encoder = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 2)
        try begin(encoder, .create)
        let error = #expect(throws: ChangeEventError.self) { try encoder.append(before: nil, after: row) }
        #expect(error?.code == .keyColumnAbsent)
    }

    @Test func illegalTextStopsOrIsReplacedAndCounted() throws {
        let column = ColumnDefinition(name: "c", type: .varchar, metadata: 40, collation: 255)
        let table = TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [])
        var options = CanalOptions()
        options.invalidText = .replace
        let lenient = try CanalEncoder(table: table, options: options, keyColumns: [], partitionCount: 1)
        let strict = try CanalEncoder(table: table, keyColumns: [], partitionCount: 1)
        try begin(lenient, .create)
        try begin(strict, .create)
        try withRow([.bytes([0x61, 0xFF])]) { row in
            try lenient.append(before: nil, after: row)
            let error = #expect(throws: ChangeEventError.self) { try strict.append(before: nil, after: row) }
            #expect(error?.code == .invalidText)
        }
        #expect(messages(lenient)[0]?.hasPrefix("{\"data\":[{\"c\":\"a\u{FFFD}\"}]") == true)
        #expect(lenient.replacedTexts == 1)
    }
}

@Suite struct CanalSchemaMessageTests {
    @Test func everythingButTheStatementIsNull() throws {
        var writer = ByteWriter()
        try withContext { context in
            try Array("TRUNCATE TABLE \"t\"\u{1F}".utf8).withUnsafeBytes {
                try CanalSchemaMessage.append(
                    .truncate, database: "shop", table: "t", sql: $0, context: context, into: &writer)
            }
        }
        #expect(
            writer.text == "{\"data\":null,\"database\":\"shop\",\"es\":1529501823123,\"gtid\":\"0-1-42\","
                + "\"id\":30064775783,\"isDdl\":true,\"mysqlType\":null,\"old\":null,\"pkNames\":null,"
                + "\"sql\":\"TRUNCATE TABLE \\\"t\\\"\\u001f\",\"sqlType\":null,\"table\":\"t\","
                + "\"ts\":1529501824000,\"type\":\"TRUNCATE\"}")
    }
}
