import Binlog
import Bytes
import Schema

/// Writes row changes of one version of one table as Debezium's JSON (the envelope without a schema).
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

    let options: DebeziumOptions
    let columnCount: Int
    private let plans: UnsafeMutablePointer<ColumnPlan>
    private let keyPlans: UnsafeMutablePointer<ColumnPlan>
    /// The constant texts before the values, with slack behind them for `DigitOutput.padded`.
    private var prefixes = ByteWriter(capacity: 512)
    private var source: SourceBlock
    var members = MemberTable()
    var timestamps = TimestampText()
    /// Where a value becomes text that is converted once more: a JSON document, a DECIMAL in another mode than `string`.
    var scratch = ByteWriter(capacity: 256)

    /// - Parameter keyColumns: indices into the table's columns, in the order of the key's fields.
    /// - Throws: `unsupportedType` or `unsupportedCharacterSet` for a column that cannot be written yet, `mismatch`
    ///   for an ENUM or SET whose members are not known.
    public init(
        table: TableDefinition, source: DebeziumSource, options: DebeziumOptions = DebeziumOptions(), keyColumns: [Int]
    ) throws(ChangeEventError) {
        precondition(keyColumns.allSatisfy(table.columns.indices.contains), "key column beyond the table's columns")
        self.table = table
        self.options = options
        self.keyColumns = keyColumns
        self.source = SourceBlock(source: source, table: table)
        columnCount = table.columns.count
        plans = .allocate(capacity: max(1, table.columns.count))
        keyPlans = .allocate(capacity: max(1, keyColumns.count))
        for index in table.columns.indices {
            let plan = try plan(index, isFirst: index == 0)
            (plans + index).initialize(to: plan)
        }
        for (position, index) in keyColumns.enumerated() {
            let plan = try plan(index, isFirst: position == 0)
            (keyPlans + position).initialize(to: plan)
        }
        prefixes.append(repeating: 0, count: 32)
    }

    deinit {
        // Plans are plain values: there is nothing to deinitialize.
        plans.deallocate()
        keyPlans.deallocate()
    }

    /// Writes what the rows of one event have in common. To be called before the event's first `appendValue`.
    ///
    /// - Throws: `invalidText` when the file name or GTID is not UTF-8.
    public func begin(_ context: EventContext) throws(ChangeEventError) {
        guard source.begin(context) else {
            throw error(.invalidText, column: nil, "the binlog's file name or GTID is not UTF-8")
        }
    }

    /// Appends the record key, `{"id":1001}`. Only for tables with key columns; the others have a null key.
    ///
    /// - Parameter row: the values of all of the table's columns.
    public func appendKey(row: UnsafePointer<ColumnValue>, into writer: inout ByteWriter) throws(ChangeEventError) {
        precondition(!keyColumns.isEmpty, "a table without key columns has a null key")
        for position in keyColumns.indices {
            let index = keyColumns[position]
            if case .absent = row[index] {
                throw error(.keyColumnAbsent, column: index, "the row image does not hold the key column")
            }
            try append(row[index], column: index, plan: keyPlans[position], to: &writer)
        }
        writer.append(0x7D)
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
        writer.append("{\"before\":")
        try appendRow(before, to: &writer)
        writer.append(",\"after\":")
        try appendRow(after, to: &writer)
        writer.append(source.head)
        var out = DigitOutput(writer.freeSpace(20))
        out.decimal(Int64(rowIndex))
        writer.commit(upTo: out.at)
        writer.append(source.middle)
        writer.append(operation.rawValue)
        writer.append(source.tail)
    }

    @inline(__always)
    private func appendRow(
        _ row: UnsafePointer<ColumnValue>?, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard let row else {
            writer.append("null")
            return
        }
        if columnCount == 0 { writer.append(0x7B) }
        for index in 0..<columnCount {
            try append(row[index], column: index, plan: plans[index], to: &writer)
        }
        writer.append(0x7D)
    }

    /// The column's constant text, to be copied with 32 bytes of slack.
    @inline(__always)
    func prefix(_ plan: ColumnPlan) -> UnsafeRawPointer {
        prefixes.bytes.baseAddress.unsafelyUnwrapped + plan.prefixOffset
    }

    private func plan(_ index: Int, isFirst: Bool) throws(ChangeEventError) -> ColumnPlan {
        let column = table.columns[index]
        let format = try ColumnPlan.Format(column, of: table, options: options)
        if column.type == .enumeration || column.type == .set, column.members.isEmpty {
            throw error(.mismatch, column: index, "the members of the \(column.type) are not known")
        }
        let membersStart = members.count
        for member in column.members { members.append(member) }
        let prefixOffset = prefixes.count
        prefixes.append(isFirst ? 0x7B : 0x2C)
        prefixes.appendJSON(column.name)
        prefixes.append(0x3A)
        return ColumnPlan(
            format: format, isNullable: column.isNullable, prefixOffset: prefixOffset,
            prefixLength: prefixes.count - prefixOffset, membersStart: membersStart,
            membersCount: column.members.count)
    }
}
