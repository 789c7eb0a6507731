import Binlog
import Bytes

/// A statement of a QUERY event, read, with what its meaning depends on.
struct ParsedDDL {
    /// Statements longer than this are not read: they make the session's database unsure. The servers' own limit is
    /// max_allowed_packet.
    static let statementBytesMax = 16 << 20

    let statement: DDLStatement
    let context: DDLContext
    /// UTF-8; empty when it is too long.
    let text: [UInt8]

    /// - Returns: nil for most statements that are no DDL.
    init?(_ event: QueryEvent, flavour: FormatDescriptionEvent.Flavour, serverVersion version: String) {
        guard Self.mayBeDDL(event.statement) else { return nil }
        let session = QuerySession(event.statusVariables)
        let rules = SQLRules(flavour: flavour, version: SQLRules.version(parsing: version), sqlMode: session.sqlMode)
        context = DDLContext(rules: rules, session: session, database: String(decoding: event.database, as: UTF8.self))
        guard event.statement.count <= Self.statementBytesMax else {
            text = []
            statement = .notUnderstood(SQLNotUnderstood("a statement of \(event.statement.count) bytes"))
            return
        }
        text = Self.utf8(event.statement, collation: session.clientCollation)
        statement = DDLStatement(text, rules: rules)
    }

    /// The first letter tells most statements that are none.
    private static func mayBeDDL(_ statement: UnsafeRawBufferPointer) -> Bool {
        guard let first = statement.first else { return false }
        switch first | 0x20 {
        case 0x61, 0x63, 0x64, 0x72, 0x73, 0x74: return true
        // White space and comments.
        default: return first <= 0x20 || first == 0x2F || first == 0x23 || first == 0x2D
        }
    }

    /// - Parameter collation: one of the charset that the statement is written in; nil: UTF-8.
    private static func utf8(_ statement: UnsafeRawBufferPointer, collation: UInt16?) -> [UInt8] {
        guard let collation, let charset = Charset(collation: UInt32(collation)),
            let decoder = TextDecoder(charset: charset), !decoder.isUTF8
        else { return Array(statement) }
        var writer = ByteWriter(capacity: statement.count + 16)
        // What is no character becomes U+FFFD; a name with one in it fits no table.
        _ = decoder.append(statement, to: &writer)
        return Array(writer.bytes)
    }
}
