import Bytes

/// Writes changes of the schema as Canal's flat messages. They go to the first partition.
public enum CanalSchemaMessage {
    /// What a statement does, as Canal tells statements apart.
    public enum Kind: String, Sendable, CaseIterable {
        /// CREATE TABLE
        case create = "CREATE"
        /// ALTER TABLE
        case alter = "ALTER"
        /// DROP TABLE
        case erase = "ERASE"
        /// RENAME TABLE
        case rename = "RENAME"
        /// TRUNCATE TABLE
        case truncate = "TRUNCATE"
        /// CREATE INDEX
        case createIndex = "CINDEX"
        /// DROP INDEX
        case dropIndex = "DINDEX"
        /// Everything else: of databases, views, users, …
        case query = "QUERY"
    }

    /// Appends the message.
    ///
    /// - Parameters:
    ///   - table: empty for statements that are of no table.
    ///   - sql: the statement, UTF-8.
    ///   - context: where the statement stands and when it was carried out.
    /// - Throws: `invalidText` when the statement or the GTID is not UTF-8.
    public static func append(
        _ kind: Kind, database: String, table: String, sql: UnsafeRawBufferPointer, context: EventContext,
        into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append("{\"data\":null,\"database\":")
        writer.appendJSON(database, escapes: .small)
        var isText = writer.appendCanalOrigin(context)
        writer.append(",\"isDdl\":true,\"mysqlType\":null,\"old\":null,\"pkNames\":null,\"sql\":\"")
        isText = JSONText.appendUTF8(sql, escapes: .small, to: &writer) && isText
        writer.append("\",\"sqlType\":null,\"table\":")
        writer.appendJSON(table, escapes: .small)
        writer.appendCanalTime(context)
        writer.append(",\"type\":")
        writer.appendJSON(kind.rawValue)
        writer.append(0x7D)
        guard isText else {
            throw ChangeEventError(
                code: .invalidText, database: database, table: table, column: "",
                what: "the statement or the GTID is not UTF-8", remedy: "Correct the statement's character set.")
        }
    }
}
