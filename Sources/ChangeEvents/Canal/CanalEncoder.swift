import Binlog
import Bytes
import Schema

/// Writes row changes of one version of one table as Canal's flat messages: one message for each partition that rows
/// of an event go to, with all of those rows.
///
/// For each rows event: `begin`, `append` for each row, then `nextMessage` until it has no more. Everything that the
/// table decides is done when the encoder is made; a row costs copying and the conversion of its values, and allocates
/// nothing. Not for use by two threads at once.
///
/// Values are texts. A column that the row image does not hold is left out; where only the old image of an update holds
/// it, it did not change, and stands in `data`. A TIMESTAMP is in UTC.
///
/// Format: Canal's `FlatMessage`, in the order in which fastjson writes it; messages have no key.
public final class CanalEncoder {
    public let table: TableDefinition
    /// Columns that choose the partition, as indices into the table's columns.
    public let keyColumns: [Int]
    public let partitionCount: Int
    /// How many texts so far were not legal in their character set, written with U+FFFD.
    public internal(set) var replacedTexts: UInt64 = 0
    /// Bytes of the rows that `nextMessage` has not written yet: a long event can be written in several messages.
    public private(set) var pendingByteCount = 0

    let options: CanalOptions
    private let partitioning: CanalPartitioning
    private let columns: CellLayout
    private let key: CellLayout
    private let types: CanalColumnTypes
    /// `,"pkNames":["id"],"sql":"","sqlType":{`
    private let keyNames: ByteWriter
    /// The hash that the key columns' hashes are joined with, or that of the table's name.
    private let hash: Int32
    // Behind pointers, because each access to a variable of a class costs a check at run time.
    private let event: UnsafeMutablePointer<CanalEventText>
    private let parts: UnsafeMutablePointer<CanalPart>
    /// Partitions with rows, in the order in which they came.
    private var filled: [Int] = []
    private var isUpdate = false
    private var keyText = ByteWriter(capacity: 64)
    /// Where documents and text of other charsets are converted.
    var scratch = ByteWriter(capacity: 256)

    /// - Parameters:
    ///   - keyColumns: indices into the table's columns; Canal's are those of the primary key.
    ///   - partitionCount: partitions of the topic.
    /// - Throws: `unsupportedType` or `unsupportedCharacterSet` for a column that cannot be written, `mismatch` for an
    ///   ENUM or SET whose members are not known.
    public init(
        table: TableDefinition, options: CanalOptions = CanalOptions(), partitioning: CanalPartitioning = .columns,
        keyColumns: [Int], partitionCount: Int
    ) throws(ChangeEventError) {
        precondition(keyColumns.allSatisfy(table.columns.indices.contains), "key column beyond the table's columns")
        precondition(partitionCount > 0, "a topic has partitions")
        columns = try CellLayout(columns: Array(table.columns.indices), of: table) { column, text in
            text.append(0x2C)
            text.appendJSON(column.name, escapes: .small)
            text.append(0x3A)
        }
        key = try CellLayout(columns: keyColumns, of: table) { _, _ in }
        types = CanalColumnTypes(table: table)
        keyNames = Self.keyNames(table)
        hash =
            partitioning == .table
            ? JavaHash.hash(table.table) : options.databaseHash ? JavaHash.hash(table.database) : 0
        event = .allocate(capacity: 1)
        event.initialize(to: CanalEventText(table: table))
        parts = .allocate(capacity: partitionCount)
        for partition in 0..<partitionCount { (parts + partition).initialize(to: CanalPart()) }
        self.table = table
        self.options = options
        self.partitioning = partitioning
        self.keyColumns = keyColumns
        self.partitionCount = partitionCount
    }

    deinit {
        event.deinitialize(count: 1)
        event.deallocate()
        parts.deinitialize(count: partitionCount)
        parts.deallocate()
    }

    private static func keyNames(_ table: TableDefinition) -> ByteWriter {
        var text = ByteWriter(capacity: 64)
        text.append(",\"pkNames\":")
        if table.primaryKey.isEmpty {
            text.append("null")
        } else {
            // In the columns' order, whatever the key's is.
            for (position, index) in table.primaryKey.sorted().enumerated() {
                text.append(position == 0 ? 0x5B : 0x2C)
                text.appendJSON(table.columns[index].name, escapes: .small)
            }
            text.append(0x5D)
        }
        text.append(",\"sql\":\"\",\"sqlType\":{")
        return text
    }

    /// Writes what the messages of one event have in common.
    ///
    /// - Parameter operation: what all rows of the event are; rows of a snapshot are inserts. TRUNCATE is a message of
    ///   the schema: see `CanalSchemaMessage`.
    /// - Throws: `invalidText` when the GTID is not UTF-8.
    public func begin(_ context: EventContext, operation: Operation) throws(ChangeEventError) {
        for partition in filled { parts[partition].removeAll() }
        filled.removeAll(keepingCapacity: true)
        pendingByteCount = 0
        types.begin()
        isUpdate = operation == .update
        guard event.pointee.begin(context, type: Self.name(operation)) else {
            throw error(.invalidText, column: nil, "the binlog's GTID is not UTF-8")
        }
    }

    private static func name(_ operation: Operation) -> StaticString {
        switch operation {
        case .create, .read: "INSERT"
        case .update: "UPDATE"
        case .delete: "DELETE"
        case .truncate: "TRUNCATE"
        }
    }

    /// Adds a row to the message of its partition.
    ///
    /// - Parameters:
    ///   - before: the old values of all columns; nil for an insert.
    ///   - after: the new values of all columns; nil for a delete.
    public func append(
        before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?
    ) throws(ChangeEventError) {
        let partition = try partition(before: before, after: after)
        let part = parts + partition
        let length = part.pointee.data.count &+ part.pointee.old.count
        if part.pointee.rowCount == 0 { filled.append(partition) }
        part.pointee.data.append(part.pointee.rowCount == 0 ? "{\"data\":[{" : ",{")
        try appendData(before, after, to: &part.pointee.data)
        if isUpdate, let before, let after {
            part.pointee.old.append(part.pointee.rowCount == 0 ? "[{" : ",{")
            try appendOld(before, after, to: &part.pointee.old)
        }
        part.pointee.rowCount &+= 1
        pendingByteCount &+= part.pointee.data.count &+ part.pointee.old.count &- length
    }

    /// The partition that Canal sends the row to: of an update by the new values.
    ///
    /// - Throws: `keyColumnAbsent` when no image of the row holds a column of the key.
    @inline(__always)
    public func partition(
        before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?
    ) throws(ChangeEventError) -> Int {
        guard partitionCount > 1 else { return 0 }
        switch partitioning {
        case .first: return 0
        case .table: return JavaHash.partition(hash, count: partitionCount)
        case .columns: break
        }
        var hash = hash
        for position in 0..<key.count {
            let plan = key[position]
            let value = ColumnValue.current(plan.column, before, after)
            if case .absent = value {
                throw error(.keyColumnAbsent, column: plan.column, "the row image does not hold the key column")
            }
            keyText.removeAll(keepingCapacityUpTo: 1 << 16)
            try append(value, plan: plan, layout: key, skip: 0, to: &keyText)
            hash ^= JavaHash.hash(json: keyText.bytes)
        }
        return JavaHash.partition(hash, count: partitionCount)
    }

    /// Appends the next message of the rows added since `begin`, and forgets them.
    ///
    /// - Returns: the message's partition; nil, and nothing written, when there is none left.
    public func nextMessage(into writer: inout ByteWriter) -> Int? {
        guard let partition = filled.popLast() else { return nil }
        let part = parts + partition
        writer.append(part.pointee.data.bytes)
        writer.append(event.pointee.head)
        types.appendNames(columns, to: &writer)
        writer.append("},\"old\":")
        if isUpdate {
            writer.append(part.pointee.old.bytes)
            writer.append(0x5D)
        } else {
            writer.append("null")
        }
        writer.append(keyNames.bytes)
        types.appendNumbers(columns, to: &writer)
        writer.append(event.pointee.tail)
        pendingByteCount &-= part.pointee.data.count &+ part.pointee.old.count
        part.pointee.removeAll()
        return partition
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
            types.note(value, column: position)
            try append(value, plan: plan, layout: columns, skip: skip, to: &writer)
            skip = 0
        }
        writer.append(0x7D)
    }

    /// The old values of the columns that changed.
    @inline(__always)
    private func appendOld(
        _ before: UnsafePointer<ColumnValue>, _ after: UnsafePointer<ColumnValue>, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var skip = 1
        for position in 0..<columns.count {
            let plan = columns[position]
            let (old, new) = (before[plan.column], after[plan.column])
            if case .absent = old { continue }
            if case .absent = new { continue }
            if ColumnValue.isSame(old, new) { continue }
            try append(old, plan: plan, layout: columns, skip: skip, to: &writer)
            skip = 0
        }
        writer.append(0x7D)
    }

    @inline(never)
    func error(_ code: ChangeEventError.Code, column: Int?, _ what: String) -> ChangeEventError {
        ChangeEventError(code, in: table, column: column, what)
    }
}
