import Binlog
import Bytes
import Schema

/// Writes row changes of one version of one table as Debezium's JSON.
///
/// Everything that the table decides is done when the encoder is made, everything that the event decides in `begin`;
/// a row costs copying and the conversion of its values, and allocates nothing. Not for use by two threads at once.
///
/// Format: Debezium's MySQL connector documentation, "Data change events"; field order as its code writes it.
public final class DebeziumEncoder {
    public let table: TableDefinition
    /// Columns of the record key, as indices into the table's columns; empty for a null key.
    public let keyColumns: [Int]
    /// How many values so far were dates that no calendar has, written as null or as the first instant of 1970.
    public internal(set) var unrepresentableDates: UInt64 = 0
    /// How many values so far were not legal in their character set and were written with U+FFFD (`invalidText`).
    public internal(set) var invalidTexts: UInt64 = 0

    let options: DebeziumOptions
    let bigintUnsigned: DebeziumOptions.BigintUnsigned
    /// `{"schema":…,"payload":` of keys and values; empty without schemas.
    private let keyHead: ByteWriter
    private let valueHead: ByteWriter
    private let hasSchemas: Bool
    private let transaction: DebeziumTransaction?
    private let hasTransaction: Bool
    private var place = DebeziumTransaction.Place()
    private let columns: RowLayout
    private let key: RowLayout
    // Behind pointers, because each access to a variable of a class costs a check at run time: a tenth of a row's time.
    private let source: UnsafeMutablePointer<SourceBlock>
    let timestamps: UnsafeMutablePointer<TimestampText>
    /// Where a value becomes text that is converted once more: a JSON document, a DECIMAL in another mode than
    /// `string`, text in another charset than utf8mb4.
    var scratch = ByteWriter(capacity: 256)

    /// - Parameters:
    ///   - topic: where the records go; it names the schemas and does not matter without them.
    ///   - keyColumns: indices into the table's columns, in the order of the key's fields.
    ///   - transaction: what counts the changes of the source's transactions, shared by all of its tables; nil for
    ///     `"transaction":null`.
    /// - Throws: `unsupportedType` or `unsupportedCharacterSet` for a column that cannot be written yet, `mismatch`
    ///   for an ENUM or SET whose members are not known.
    public init(
        table: TableDefinition, source: DebeziumSource, options: DebeziumOptions = DebeziumOptions(),
        topic: String = "", keyColumns: [Int], transaction: DebeziumTransaction? = nil
    ) throws(ChangeEventError) {
        precondition(keyColumns.allSatisfy(table.columns.indices.contains), "key column beyond the table's columns")
        columns = try RowLayout(columns: Array(table.columns.indices), of: table, options: options)
        key = try RowLayout(columns: keyColumns, of: table, options: options)
        self.table = table
        self.options = options
        bigintUnsigned = options.bigintUnsignedWritten
        hasSchemas = options.schemas
        if options.schemas {
            let schema = ConnectRowSchema(table: table, topic: topic, options: options)
            keyHead = try schema.keyHead(keyColumns)
            valueHead = try schema.valueHead(source.connector)
        } else {
            keyHead = ByteWriter(capacity: 0)
            valueHead = ByteWriter(capacity: 0)
        }
        self.keyColumns = keyColumns
        self.transaction = transaction
        hasTransaction = transaction != nil
        self.source = .allocate(capacity: 1)
        self.source.initialize(
            to: SourceBlock(
                source: source, database: table.database, table: table.table, schemas: options.schemas))
        timestamps = .allocate(capacity: 1)
        timestamps.initialize(to: TimestampText())
    }

    deinit {
        source.deinitialize(count: 1)
        source.deallocate()
        timestamps.deinitialize(count: 1)
        timestamps.deallocate()
    }

    /// Writes what the rows of one event have in common. To be called before the event's first `appendValue`.
    ///
    /// - Throws: `invalidText` when the file name or GTID is not UTF-8.
    public func begin(_ context: EventContext) throws(ChangeEventError) {
        let isText: Bool
        if let transaction {
            isText = source.pointee.begin(context, transaction: transaction.identifier)
            place = transaction.place(ofDatabase: table.database, table: table.table, after: place)
        } else {
            isText = source.pointee.begin(context, transaction: nil)
        }
        guard isText else { throw error(.invalidText, column: nil, "the binlog's file name or GTID is not UTF-8") }
    }

    /// Appends the record key, `{"id":1001}`. Only for tables with key columns; the others have a null key.
    ///
    /// - Parameter row: the values of all of the table's columns.
    public func appendKey(row: UnsafePointer<ColumnValue>, into writer: inout ByteWriter) throws(ChangeEventError) {
        precondition(!keyColumns.isEmpty, "a table without key columns has a null key")
        for position in 0..<key.count {
            let column = key[position].column
            if case .absent = row[column] {
                throw error(.keyColumnAbsent, column: column, "the row image does not hold the key column")
            }
        }
        if hasSchemas { writer.append(keyHead.bytes) }
        try appendRow(row, layout: key, to: &writer)
        if hasSchemas { writer.append(0x7D) }
    }

    /// Appends the envelope of one row change.
    ///
    /// - Parameters:
    ///   - before: the old values of all columns; nil for an insert.
    ///   - after: the new values of all columns; nil for a delete.
    ///   - rowIndex: the row's place in its rows event, from 0.
    public func appendValue(
        operation: Operation, before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?, rowIndex: Int,
        into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        if hasSchemas { writer.append(valueHead.bytes) }
        writer.append("{\"before\":")
        try appendRow(before, layout: columns, to: &writer)
        writer.append(",\"after\":")
        try appendRow(after, layout: columns, to: &writer)
        writer.append(source.pointee.head)
        var out = DigitOutput(writer.freeSpace(20))
        out.decimal(Int64(rowIndex))
        writer.commit(upTo: out.at)
        writer.append(source.pointee.middle)
        if hasTransaction { appendOrder(to: &writer) }
        writer.append(operation.rawValue)
        writer.append(source.pointee.tail)
    }

    /// Appends the event of a TRUNCATE: no rows, `"op":"t"`. Its key is null, and it is no part of a transaction.
    /// `begin` comes before it, with the position of the statement and without a thread.
    public func appendTruncate(into writer: inout ByteWriter) {
        if hasSchemas { writer.append(valueHead.bytes) }
        writer.append("{\"before\":null,\"after\":null")
        writer.append(source.pointee.head)
        writer.append("0,\"thread\":null,\"query\":null},\"transaction\":null,\"op\":\"")
        writer.append(Operation.truncate.rawValue)
        writer.append(source.pointee.tail)
    }

    /// Appends the values of a row alone, `{"id":1001,…}`.
    public func appendRow(_ row: UnsafePointer<ColumnValue>, into writer: inout ByteWriter) throws(ChangeEventError) {
        try appendRow(row, layout: columns, to: &writer)
    }

    /// The rest of the transaction block: counts the change.
    @inline(never)
    private func appendOrder(to writer: inout ByteWriter) {
        guard let transaction else { return }
        let order = transaction.count(at: place)
        writer.appendDecimal(order.total)
        writer.append(",\"data_collection_order\":")
        writer.appendDecimal(order.collection)
        writer.append("},\"op\":\"")
    }

    @inline(__always)
    private func appendRow(
        _ row: UnsafePointer<ColumnValue>?, layout: borrowing RowLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard let row else {
            writer.append("null")
            return
        }
        if layout.count == 0 { writer.append(0x7B) }
        for position in 0..<layout.count {
            let plan = layout[position]
            try append(row[plan.column], plan: plan, layout: layout, to: &writer)
        }
        writer.append(0x7D)
    }
}
