import Binlog
import Bytes
import Schema

/// Writes row changes of one version of one table as Maxwell's JSON.
///
/// Everything that the table decides is done when the encoder is made, everything that the event decides in `begin`;
/// a row costs copying and the conversion of its values, and allocates nothing. Not for use by two threads at once.
///
/// A column that the row image does not hold is left out. Where only the old image of an update holds it, it did not
/// change, and stands in `data`.
///
/// Format: Maxwell's documentation, "Data Format"; field order as its code writes it.
public final class MaxwellEncoder {
    public let table: TableDefinition
    /// Columns of the record key, as indices into the table's columns; without them a key is a UUID.
    public let keyColumns: [Int]
    /// How many values so far were dates that no calendar has, written as null (`output_null_zerodates`).
    public internal(set) var unrepresentableDates: UInt64 = 0
    /// How many texts so far were not legal in their character set, written with U+FFFD.
    public internal(set) var replacedTexts: UInt64 = 0

    let options: MaxwellOptions
    private let columns: CellLayout
    private let key: CellLayout
    private let primaryKey: CellLayout
    /// `,"primary_key_columns":["id"],"data":{`
    private let dataOpening: ByteWriter
    private let keyOpening: ByteWriter
    // Behind a pointer, because each access to a variable of a class costs a check at run time.
    private let event: UnsafeMutablePointer<MaxwellEventText>
    /// Where text of other charsets is converted.
    var scratch = ByteWriter(capacity: 256)

    /// - Parameter keyColumns: indices into the table's columns, in the order of the key's fields: Maxwell's are those
    ///   of the primary key.
    /// - Throws: `unsupportedType` or `unsupportedCharacterSet` for a column that cannot be written, `mismatch` for an
    ///   ENUM or SET whose members are not known.
    public init(
        table: TableDefinition, options: MaxwellOptions = MaxwellOptions(), keyColumns: [Int]
    ) throws(ChangeEventError) {
        precondition(keyColumns.allSatisfy(table.columns.indices.contains), "key column beyond the table's columns")
        self.table = table
        self.options = options
        self.keyColumns = keyColumns
        columns = try CellLayout(columns: Array(table.columns.indices), of: table) { column, text in
            text.append(0x2C)
            text.appendJSON(column.name)
            text.append(0x3A)
        }
        let isHash = options.keyFormat == .hash
        key = try CellLayout(columns: keyColumns, of: table) { column, text in
            text.append(isHash ? ",\"" : ",{\"")
            if isHash { text.append("pk.") }
            text.appendJSONText(column.name.lowercased())
            text.append("\":")
        }
        primaryKey = try CellLayout(columns: table.primaryKey, of: table) { _, text in text.append(0x2C) }
        dataOpening = Self.dataOpening(table, options)
        keyOpening = Self.keyOpening(table, options)
        event = .allocate(capacity: 1)
        event.initialize(to: MaxwellEventText(table: table))
    }

    deinit {
        event.deinitialize(count: 1)
        event.deallocate()
    }

    private static func dataOpening(_ table: TableDefinition, _ options: MaxwellOptions) -> ByteWriter {
        var text = ByteWriter(capacity: 64)
        if options.primaryKeyColumns {
            text.append(",\"primary_key_columns\":[")
            for (position, index) in table.primaryKey.enumerated() {
                if position > 0 { text.append(0x2C) }
                text.appendJSON(table.columns[index].name)
            }
            text.append(0x5D)
        }
        text.append(",\"data\":{")
        return text
    }

    private static func keyOpening(_ table: TableDefinition, _ options: MaxwellOptions) -> ByteWriter {
        var text = ByteWriter(capacity: 64)
        text.append(options.keyFormat == .hash ? "{\"database\":" : "[")
        text.appendJSON(table.database)
        text.append(options.keyFormat == .hash ? ",\"table\":" : ",")
        text.appendJSON(table.table)
        if options.keyFormat == .array { text.append(",[") }
        return text
    }

    /// Whether Maxwell writes a message for such a change: it has none for TRUNCATE.
    public static func writes(_ operation: Operation) -> Bool { operation != .truncate }

    /// Writes what the rows of one event have in common. To be called before the event's first row.
    ///
    /// - Throws: `invalidText` when the file name, GTID or statement is not UTF-8.
    public func begin(_ context: EventContext) throws(ChangeEventError) {
        guard event.pointee.begin(context, options: options) else {
            throw error(.invalidText, column: nil, "the binlog's file name, GTID or statement is not UTF-8")
        }
    }

    /// Appends the record key: of an update the new one.
    ///
    /// - Parameter rowIndex: the row's place in its rows event, from 0: a row without key columns has a UUID made of
    ///   it, and of what `begin` was given.
    public func appendKey(
        before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?, rowIndex: Int,
        into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        let isHash = options.keyFormat == .hash
        writer.append(keyOpening.bytes)
        for position in 0..<key.count {
            let plan = key[position]
            let value = ColumnValue.current(plan.column, before, after)
            if case .absent = value {
                throw error(.keyColumnAbsent, column: plan.column, "the row image does not hold the key column")
            }
            try append(value, plan: plan, layout: key, skip: !isHash && position == 0 ? 1 : 0, to: &writer)
            if !isHash { writer.append(0x7D) }
        }
        guard isHash else { return writer.append("]]") }
        if key.count == 0 {
            writer.append(",\"_uuid\":")
            event.pointee.identity.append(rowIndex: rowIndex, to: &writer)
        }
        writer.append(0x7D)
    }

    /// Appends the message of one row change.
    ///
    /// - Parameters:
    ///   - before: the old values of all columns; nil for an insert.
    ///   - after: the new values of all columns; nil for a delete.
    ///   - transactionRow: the row's place among the rows that are written of its transaction, from 0.
    ///   - isLast: whether it is the last of them.
    public func appendValue(
        operation: Operation, before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?,
        transactionRow: Int, isLast: Bool, into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append(event.pointee.head)
        writer.append(Self.name(operation))
        writer.append(event.pointee.middle)
        if options.commitInfo, operation != .read {
            if isLast {
                writer.append(",\"commit\":true")
            } else if options.xoffset {
                writer.append(",\"xoffset\":")
                writer.appendDecimal(UInt64(transactionRow))
            }
        }
        writer.append(event.pointee.tail)
        if options.primaryKeys { try appendPrimaryKey(before, after, to: &writer) }
        writer.append(dataOpening.bytes)
        try appendData(before, after, to: &writer)
        if let before, let after { try appendOld(before, after, to: &writer) }
        writer.append(0x7D)
    }

    private static func name(_ operation: Operation) -> StaticString {
        switch operation {
        case .create: "insert"
        case .update: "update"
        case .delete: "delete"
        case .read: "bootstrap-insert"
        case .truncate: preconditionFailure("Maxwell has no message for TRUNCATE: ask `writes` first")
        }
    }

    private func appendPrimaryKey(
        _ before: UnsafePointer<ColumnValue>?, _ after: UnsafePointer<ColumnValue>?, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append(",\"primary_key\":[")
        for position in 0..<primaryKey.count {
            let plan = primaryKey[position]
            var value = ColumnValue.current(plan.column, before, after)
            if case .absent = value { value = .null }
            try append(value, plan: plan, layout: primaryKey, skip: position == 0 ? 1 : 0, to: &writer)
        }
        writer.append(0x5D)
    }

    @inline(__always)
    private func appendData(
        _ before: UnsafePointer<ColumnValue>?, _ after: UnsafePointer<ColumnValue>?, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var skip = 1
        for position in 0..<columns.count {
            let plan = columns[position]
            let value = ColumnValue.current(plan.column, before, after)
            if case .absent = value { continue }
            if !options.nulls, isNull(value) { continue }
            try append(value, plan: plan, layout: columns, skip: skip, to: &writer)
            skip = 0
        }
        writer.append(0x7D)
    }

    /// The old values of the columns that changed; nothing when none did.
    @inline(__always)
    private func appendOld(
        _ before: UnsafePointer<ColumnValue>, _ after: UnsafePointer<ColumnValue>, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var isOpen = false
        var skip = 1
        for position in 0..<columns.count {
            let plan = columns[position]
            let (old, new) = (before[plan.column], after[plan.column])
            if case .absent = old { continue }
            if case .absent = new { continue }
            if ColumnValue.isSame(old, new) || (isNull(old) && isNull(new)) { continue }
            if !isOpen { writer.append(",\"old\":{") }
            isOpen = true
            if !options.nulls, isNull(old) { continue }
            try append(old, plan: plan, layout: columns, skip: skip, to: &writer)
            skip = 0
        }
        if isOpen { writer.append(0x7D) }
    }

    @inline(never)
    func error(_ code: ChangeEventError.Code, column: Int?, _ what: String) -> ChangeEventError {
        ChangeEventError(code, in: table, column: column, what)
    }
}
