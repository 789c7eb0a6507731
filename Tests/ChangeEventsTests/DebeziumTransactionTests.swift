import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

private func encoder(_ table: String, _ transaction: DebeziumTransaction) throws -> DebeziumEncoder {
    let definition = TableDefinition(
        database: "db", table: table, columns: OrdersFixture.table.columns, primaryKey: [0])
    return try DebeziumEncoder(
        table: definition, source: OrdersFixture.source, keyColumns: [0], transaction: transaction)
}

private func begin(_ transaction: DebeziumTransaction, gtid: String?) {
    Array("binlog.000007".utf8).withUnsafeBytes { file in
        guard let gtid else { return transaction.begin(gtid: nil, file: file, position: 4711) }
        Array(gtid.utf8).withUnsafeBytes { transaction.begin(gtid: $0, file: file, position: 4711) }
    }
}

/// The transaction block of a change.
private func block(_ encoder: DebeziumEncoder) throws -> String {
    let fixture = OrdersFixture()
    var writer = ByteWriter()
    try withContext { try encoder.begin($0) }
    try encoder.appendValue(operation: .create, before: nil, after: fixture.pointer, rowIndex: 0, into: &writer)
    guard let start = writer.text.range(of: "\"transaction\":"), let end = writer.text.range(of: ",\"op\":") else {
        return "none"
    }
    return String(writer.text[start.upperBound..<end.lowerBound])
}

@Test func changesAreCountedInAllAndForEachTable() throws {
    let transaction = DebeziumTransaction()
    let one = try encoder("one", transaction)
    let two = try encoder("two", transaction)
    begin(transaction, gtid: "0-1-42")
    #expect(try block(one) == "{\"id\":\"0-1-42\",\"total_order\":1,\"data_collection_order\":1}")
    #expect(try block(two) == "{\"id\":\"0-1-42\",\"total_order\":2,\"data_collection_order\":1}")
    #expect(try block(one) == "{\"id\":\"0-1-42\",\"total_order\":3,\"data_collection_order\":2}")
    // Another version of the table, after an ALTER for example, is the same table.
    #expect(try block(try encoder("one", transaction)).hasSuffix("\"total_order\":4,\"data_collection_order\":3}"))
    var end = ByteWriter()
    transaction.appendEnd(commitMilliseconds: 5, into: &end)
    #expect(
        end.text == "{\"status\":\"END\",\"id\":\"0-1-42\",\"event_count\":4,\"data_collections\":["
            + "{\"data_collection\":\"db.one\",\"event_count\":3},{\"data_collection\":\"db.two\",\"event_count\":1}"
            + "],\"ts_ms\":5}")
}

@Test func aTransactionBeginsAtOneAgain() throws {
    let transaction = DebeziumTransaction()
    let orders = try encoder("orders", transaction)
    begin(transaction, gtid: "0-1-42")
    _ = try block(orders)
    begin(transaction, gtid: "0-1-43")
    #expect(transaction.eventCount == 0)
    #expect(try block(orders) == "{\"id\":\"0-1-43\",\"total_order\":1,\"data_collection_order\":1}")
    var writer = ByteWriter()
    begin(transaction, gtid: "0-1-44")
    transaction.appendEnd(commitMilliseconds: 7, into: &writer)
    #expect(
        writer.text
            == "{\"status\":\"END\",\"id\":\"0-1-44\",\"event_count\":0,\"data_collections\":[],\"ts_ms\":7}")
}

@Test func withoutGTIDATransactionIsNamedByItsPlace() throws {
    let transaction = DebeziumTransaction()
    begin(transaction, gtid: nil)
    var writer = ByteWriter()
    transaction.appendKey(into: &writer)
    #expect(writer.text == "{\"id\":\"file=binlog.000007,pos=4711\"}")
    writer.removeAll()
    transaction.appendBegin(commitMilliseconds: 7, into: &writer)
    #expect(
        writer.text == "{\"status\":\"BEGIN\",\"id\":\"file=binlog.000007,pos=4711\",\"event_count\":null,"
            + "\"data_collections\":null,\"ts_ms\":7}")
}

@Test func aStatementThatIsNoUTF8StopsNothing() throws {
    let encoder = try DebeziumEncoder(
        table: OrdersFixture.table, source: OrdersFixture.source, keyColumns: [0])
    var writer = ByteWriter()
    let statement: [UInt8] = Array("INSERT '\"".utf8) + [0xD2, 0xD1]
    try statement.withUnsafeBytes { query in
        try withContext {
            var context = $0
            context.query = query
            try encoder.begin(context)
        }
    }
    encoder.appendTruncate(into: &writer)
    #expect(writer.text.contains("\"query\":null"))
    let fixture = OrdersFixture()
    writer.removeAll()
    try encoder.appendValue(operation: .create, before: nil, after: fixture.pointer, rowIndex: 0, into: &writer)
    #expect(writer.text.contains("\"query\":\"INSERT '\\\"\u{FFFD}\u{FFFD}\"},\"transaction\":null"))
}
