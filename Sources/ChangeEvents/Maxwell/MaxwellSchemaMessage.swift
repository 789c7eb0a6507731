import Bytes
import Schema

/// Writes changes of the schema as Maxwell does with `output_ddl`:
///
///     {"type":"table-alter","database":"shop","table":"orders","old":{…},"def":{…},"ts":1477053308000,"sql":"…"}
///     {"database":"shop","charset":"utf8mb4","table":"orders","columns":[…],"primary-key":["id"]}
///
/// Source: Maxwell's documentation, "Data Format"; field order as its code writes it. Not for the hot path.
public enum MaxwellSchemaMessage {
    /// Appends the record key: a UUID as it is, without quotation marks, made of where the change stands.
    ///
    /// - Parameter index: the change's place among those of its statement, from 0.
    public static func appendKey(_ context: EventContext, index: Int, into writer: inout ByteWriter) {
        var text = ByteWriter(capacity: 40)
        RowIdentity(context).append(rowIndex: index, to: &text)
        writer.append(UnsafeRawBufferPointer(rebasing: text.bytes.dropFirst().dropLast()))
    }

    /// Appends the message.
    ///
    /// - Parameters:
    ///   - sql: the statement, UTF-8.
    ///   - context: where the statement stands and when it was carried out.
    /// - Throws: `invalidText` when the statement, the binlog's file name or the GTID is not UTF-8.
    public static func append(
        _ change: MaxwellSchemaChange, sql: UnsafeRawBufferPointer, context: EventContext,
        options: MaxwellOptions = MaxwellOptions(), into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        appendChange(change, to: &writer)
        writer.append(",\"ts\":")
        writer.appendDecimal(context.commitMicroseconds / 1000)
        writer.append(",\"sql\":\"")
        var isText = JSONText.appendUTF8(sql, to: &writer)
        writer.append(0x22)
        if options.binlogPosition { isText = writer.appendMaxwellPosition(context) && isText }
        if options.gtidPosition { isText = writer.appendMaxwellGTID(context) && isText }
        writer.append(0x7D)
        guard isText else {
            let (database, table) = names(change)
            throw ChangeEventError(
                code: .invalidText, database: database, table: table, column: "",
                what: "the statement, the binlog's file name or the GTID is not UTF-8",
                remedy: "Leave `output_ddl` out, or correct the statement's character set.")
        }
    }

    private static func names(_ change: MaxwellSchemaChange) -> (database: String, table: String) {
        switch change {
        case .createTable(let table), .alterTable(let table, _): (table.definition.database, table.definition.table)
        case .dropTable(let database, let table): (database, table)
        case .createDatabase(let name, _), .alterDatabase(let name, _), .dropDatabase(let name): (name, "")
        }
    }

    private static func appendChange(_ change: MaxwellSchemaChange, to writer: inout ByteWriter) {
        let (database, table) = names(change)
        writer.append("{\"type\":\"")
        writer.append(type(change))
        writer.append("\",\"database\":")
        writer.appendJSON(database)
        if !table.isEmpty {
            writer.append(",\"table\":")
            writer.appendJSON(table)
        }
        switch change {
        case .createTable(let table):
            writer.append(",\"def\":")
            append(table, to: &writer)
        case .alterTable(let old, let new):
            writer.append(",\"old\":")
            append(old, to: &writer)
            writer.append(",\"def\":")
            append(new, to: &writer)
        case .createDatabase(_, let charset), .alterDatabase(_, let charset): appendCharset(charset, to: &writer)
        case .dropTable, .dropDatabase: break
        }
    }

    private static func type(_ change: MaxwellSchemaChange) -> StaticString {
        switch change {
        case .createTable: "table-create"
        case .alterTable: "table-alter"
        case .dropTable: "table-drop"
        case .createDatabase: "database-create"
        case .alterDatabase: "database-alter"
        case .dropDatabase: "database-drop"
        }
    }

    private static func appendCharset(_ charset: String?, to writer: inout ByteWriter) {
        writer.append(",\"charset\":")
        if let charset { writer.appendJSON(charset) } else { writer.append("null") }
    }

    private static func append(_ table: MaxwellTable, to writer: inout ByteWriter) {
        let definition = table.definition
        writer.append("{\"database\":")
        writer.appendJSON(definition.database)
        appendCharset(table.charset, to: &writer)
        writer.append(",\"table\":")
        writer.appendJSON(definition.table)
        writer.append(",\"columns\":[")
        for (index, column) in definition.columns.enumerated() {
            if index > 0 { writer.append(0x2C) }
            append(column, to: &writer)
        }
        writer.append("],\"primary-key\":[")
        for (position, index) in definition.primaryKey.enumerated() {
            if position > 0 { writer.append(0x2C) }
            writer.appendJSON(definition.columns[index].name)
        }
        writer.append("]}")
    }

    /// Beside type and name: the charset of strings, whether integers are signed, the members of an ENUM or SET, the
    /// fraction's digits of a time.
    private static func append(_ column: ColumnDefinition, to writer: inout ByteWriter) {
        writer.append("{\"type\":")
        writer.appendJSON(ColumnTypeText.name(column))
        writer.append(",\"name\":")
        writer.appendJSON(column.name)
        switch column.type {
        case .tiny, .short, .int24, .long, .longlong:
            writer.append(column.isUnsigned ? ",\"signed\":false" : ",\"signed\":true")
        case .enumeration, .set:
            writer.append(",\"enum-values\":[")
            for (index, member) in column.members.enumerated() {
                if index > 0 { writer.append(0x2C) }
                writer.appendJSON(member)
            }
            writer.append(0x5D)
        case .timeOld, .dateTimeOld, .timestampOld: writer.append(",\"column-length\":0")
        case .time2, .dateTime2, .timestamp2:
            writer.append(",\"column-length\":")
            writer.appendDecimal(UInt64(column.metadata))
        case .varchar, .varString, .string, .tinyBlob, .blob, .mediumBlob, .longBlob, .blobCompressed,
            .varcharCompressed:
            guard column.meaning == .plain else { break }
            let charset = column.collation.flatMap { Charset(collation: $0) } ?? .binary
            writer.append(",\"charset\":")
            writer.appendJSON(charset.rawValue)
        default: break
        }
        writer.append(0x7D)
    }
}
