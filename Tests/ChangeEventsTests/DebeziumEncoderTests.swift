import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

private let rowText = """
    {"id":1001,"user_id":7,"amount":"123.45","created":1529501823123,\
    "updated":"2018-06-20T13:37:03.123Z","province":"Zhejiang","status":"PAID","body":"say \\"hi\\"\\n"}
    """

private func sourceText(gtid: String = "\"0-1-42\"", thread: String = "null", row: Int) -> String {
    """
    "source":{"version":"0.1.0","connector":"mysql","name":"trade","ts_ms":1529501823123,"snapshot":"false",\
    "db":"notify","sequence":null,"ts_us":1529501823123456,"ts_ns":1529501823123456000,"table":"orders",\
    "server_id":1,"gtid":\(gtid),"file":"binlog.000007","pos":4711,"row":\(row),"thread":\(thread),"query":null}
    """
}

private let tail = """
    "ts_ms":1529501824000,"ts_us":1529501824000001,"ts_ns":1529501824000001000}
    """

private func orders() throws -> DebeziumEncoder {
    try DebeziumEncoder(table: OrdersFixture.table, source: OrdersFixture.source, keyColumns: [0])
}

@Test func insertHasDebeziumsFieldsInDebeziumsOrder() throws {
    let fixture = OrdersFixture()
    let encoder = try orders()
    var writer = ByteWriter()
    try withContext { try encoder.begin($0) }
    try encoder.appendValue(operation: .create, before: nil, after: fixture.pointer, rowIndex: 0, into: &writer)
    #expect(
        writer.text == "{\"before\":null,\"after\":\(rowText),\(sourceText(row: 0)),"
            + "\"transaction\":null,\"op\":\"c\",\(tail)")
}

@Test func deleteHasTheRowBeforeAndNullAfter() throws {
    let fixture = OrdersFixture()
    let encoder = try orders()
    var writer = ByteWriter()
    try withContext(gtid: nil, thread: 12) { try encoder.begin($0) }
    try encoder.appendValue(operation: .delete, before: fixture.pointer, after: nil, rowIndex: 3, into: &writer)
    #expect(
        writer.text == "{\"before\":\(rowText),\"after\":null,\(sourceText(gtid: "null", thread: "12", row: 3)),"
            + "\"transaction\":null,\"op\":\"d\",\(tail)")
}

@Test func updateHasBothRows() throws {
    let before = OrdersFixture(status: 1)
    let after = OrdersFixture()
    let encoder = try orders()
    var writer = ByteWriter()
    try withContext { try encoder.begin($0) }
    try encoder.appendValue(
        operation: .update, before: before.pointer, after: after.pointer, rowIndex: 1, into: &writer)
    let old = rowText.replacing("PAID", with: "NEW")
    #expect(
        writer.text == "{\"before\":\(old),\"after\":\(rowText),\(sourceText(row: 1)),"
            + "\"transaction\":null,\"op\":\"u\",\(tail)")
}

@Test func keyHoldsTheKeyColumnsAlone() throws {
    let fixture = OrdersFixture()
    var writer = ByteWriter()
    let row = fixture.pointer
    try orders().appendKey(row: row, into: &writer)
    #expect(writer.text == "{\"id\":1001}")

    writer.removeAll()
    let compound = try DebeziumEncoder(
        table: OrdersFixture.table, source: OrdersFixture.source, keyColumns: [5, 0])
    try compound.appendKey(row: row, into: &writer)
    #expect(writer.text == "{\"province\":\"Zhejiang\",\"id\":1001}")
}

@Test func aNewEventReplacesWhatTheLastOneSaid() throws {
    let fixture = OrdersFixture()
    let encoder = try orders()
    var writer = ByteWriter()
    try withContext(gtid: "0-1-41") { try encoder.begin($0) }
    try withContext { try encoder.begin($0) }
    try encoder.appendValue(operation: .create, before: nil, after: fixture.pointer, rowIndex: 0, into: &writer)
    #expect(!writer.text.contains("0-1-41"))
    #expect(writer.text.contains("0-1-42"))
}

@Test func onlyAChangedKeyColumnIsAKeyChange() throws {
    let encoder = try orders()
    let one = OrdersFixture()
    let sameKey = OrdersFixture(status: 1, body: "other")
    let otherKey = OrdersFixture(id: 1002)
    let same = encoder.keyDiffers(before: one.pointer, after: sameKey.pointer)
    let other = encoder.keyDiffers(before: one.pointer, after: otherKey.pointer)
    #expect(!same)
    #expect(other)
}

@Test func anAbsentColumnIsUnavailableAndAnAbsentKeyColumnAnError() throws {
    let fixture = OrdersFixture()
    fixture.row[0] = .absent
    let encoder = try orders()
    var writer = ByteWriter()
    try withContext { try encoder.begin($0) }
    try encoder.appendValue(operation: .create, before: nil, after: fixture.pointer, rowIndex: 0, into: &writer)
    #expect(writer.text.contains("{\"id\":\"__debezium_unavailable_value\",\"user_id\":7,"))
    let row = fixture.pointer
    let error = #expect(throws: ChangeEventError.self) { try encoder.appendKey(row: row, into: &writer) }
    #expect(error?.code == .keyColumnAbsent)
    #expect(error?.column == "id")
}

@Test func aFileNameThatIsNotUTF8IsAnError() throws {
    let encoder = try orders()
    let bytes: [UInt8] = [0xFF]
    bytes.withUnsafeBytes { name in
        let context = EventContext(
            serverID: 1, gtid: nil, file: name, position: 4, commitMicroseconds: 0, processingMicroseconds: 0)
        #expect(throws: ChangeEventError.self) { try encoder.begin(context) }
    }
}
