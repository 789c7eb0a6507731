import Bytes
import Schema

/// Writes the records of the topic `<source>`: each DDL statement, and the tables as it left them
/// (`include.schema.changes`). Not for the path of rows.
public struct DebeziumSchemaChanges: Sendable {
    /// What a statement did to a table, by the words of the format. A table that was renamed is `altered`, under its
    /// new name; TRUNCATE is no change of a definition (see `DebeziumEncoder.appendTruncate`).
    public enum Kind: String, Sendable {
        case created = "CREATE"
        case altered = "ALTER"
        case dropped = "DROP"
    }

    /// One table that a statement changed.
    public struct Table: Sendable {
        public let kind: Kind
        public let database: String
        public let table: String
        /// The table after the statement; nil when it is gone or not known.
        public let definition: TableDefinition?
        /// The table's default character set, where it is known.
        public let charset: String?

        public init(
            _ kind: Kind, database: String, table: String, definition: TableDefinition?, charset: String? = nil
        ) {
            self.kind = kind
            self.database = database
            self.table = table
            self.definition = definition
            self.charset = charset
        }
    }

    private let source: DebeziumSource
    private let schemas: Bool

    public init(source: DebeziumSource, schemas: Bool) {
        self.source = source
        self.schemas = schemas
    }

    /// `{"databaseName":"notify"}`.
    public func appendKey(database: String, into writer: inout ByteWriter) {
        if schemas { ConnectSchemaText.appendSchemaChangeKey(source.connector, to: &writer) }
        writer.append("{\"databaseName\":")
        writer.appendJSON(database)
        writer.append(schemas ? "}}" : "}")
    }

    /// - Parameters:
    ///   - context: where the statement stands; its thread and query are not written.
    ///   - database: the statement's database, or the changed table's.
    ///   - statement: the statement, as UTF-8.
    ///   - tables: what it changed; empty for a statement about a database.
    /// - Throws: `invalidText` when the file name or GTID is not UTF-8.
    public func appendValue(
        _ context: EventContext, database: String, statement: String, tables: [Table], into writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var context = context
        context.query = nil
        context.thread = nil
        var block = SourceBlock(
            source: source, database: database, table: tables.first.map(\.table), schemas: schemas)
        guard block.begin(context, transaction: nil) else {
            throw ChangeEventError(
                code: .invalidText, database: database, table: "", column: "",
                what: "the binlog's file name or GTID is not UTF-8",
                remedy: "Check the binlog with the server's own tools; report it if they read it.")
        }
        if schemas { ConnectSchemaText.appendSchemaChangeValue(source.connector, to: &writer) }
        writer.append(0x7B)
        writer.append(UnsafeRawBufferPointer(rebasing: block.head.dropFirst()))
        writer.append("0,\"thread\":null,\"query\":null},\"ts_ms\":")
        writer.appendDecimal(context.processingMicroseconds / 1000)
        writer.append(",\"databaseName\":")
        writer.appendJSON(database)
        writer.append(",\"schemaName\":null,\"ddl\":")
        writer.appendJSON(statement)
        writer.append(",\"tableChanges\":[")
        for (index, table) in tables.enumerated() {
            if index > 0 { writer.append(0x2C) }
            append(table, to: &writer)
        }
        writer.append(schemas ? "]}}" : "]}")
    }

    private func append(_ table: Table, to writer: inout ByteWriter) {
        writer.append("{\"type\":\"")
        writer.append(utf8: table.kind.rawValue)
        writer.append("\",\"id\":")
        writer.appendJSON("\(quoted(table.database)).\(quoted(table.table))")
        writer.append(",\"table\":")
        guard let definition = table.definition else { return writer.append("null}") }
        writer.append("{\"defaultCharsetName\":")
        if let charset = table.charset { writer.appendJSON(charset) } else { writer.append("null") }
        writer.append(",\"primaryKeyColumnNames\":[")
        for (index, column) in definition.primaryKey.enumerated() {
            if index > 0 { writer.append(0x2C) }
            writer.appendJSON(definition.columns[column].name)
        }
        writer.append("],\"columns\":[")
        for (index, column) in definition.columns.enumerated() {
            if index > 0 { writer.append(0x2C) }
            SchemaChangeColumn(column).append(position: index + 1, to: &writer)
        }
        writer.append("],\"comment\":null}}")
    }

    private func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
