import Bytes
import Schema

/// A column in a schema-change record: what Debezium's DDL parser keeps of its declaration.
struct SchemaChangeColumn {
    private let column: ColumnDefinition
    /// In capitals, without length and members: `INT UNSIGNED`.
    private let typeName: String
    /// What stands in the type's brackets, where that is numbers: length (or precision) and scale.
    private let numbers: [Int]

    init(_ column: ColumnDefinition) {
        self.column = column
        let text = ColumnTypeText.text(column)
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
            typeName = text.uppercased()
            numbers = []
            return
        }
        typeName = (text[..<open] + text[text.index(after: close)...]).uppercased()
        numbers = text[text.index(after: open)..<close].split(separator: ",").compactMap { Int($0) }
    }

    func append(position: Int, to writer: inout ByteWriter) {
        writer.append("{\"name\":")
        writer.appendJSON(column.name)
        field(",\"jdbcType\":", jdbcType, to: &writer)
        writer.append(",\"nativeType\":null,\"typeName\":")
        writer.appendJSON(typeName)
        writer.append(",\"typeExpression\":")
        writer.appendJSON(typeName)
        writer.append(",\"charsetName\":")
        if let charset { writer.appendJSON(charset) } else { writer.append("null") }
        field(",\"length\":", length, to: &writer)
        field(",\"scale\":", numbers.count > 1 ? numbers[1] : nil, to: &writer)
        field(",\"position\":", position, to: &writer)
        flag(",\"optional\":", column.isNullable, to: &writer)
        let isAutomatic = column.declared?.isAutoIncrement == true
        flag(",\"autoIncremented\":", isAutomatic, to: &writer)
        flag(",\"generated\":", isAutomatic, to: &writer)
        writer.append(",\"comment\":null,\"defaultValueExpression\":")
        if let text = defaultText { writer.appendJSON(text) } else { writer.append("null") }
        writer.append(",\"enumValues\":")
        appendMembers(to: &writer)
        writer.append(0x7D)
    }

    private func field(_ label: StaticString, _ number: Int?, to writer: inout ByteWriter) {
        writer.append(label)
        if let number { writer.appendDecimal(Int64(number)) } else { writer.append("null") }
    }

    private func flag(_ label: StaticString, _ value: Bool, to writer: inout ByteWriter) {
        writer.append(label)
        writer.append(value ? "true" : "false")
    }

    private func appendMembers(to writer: inout ByteWriter) {
        guard column.type == .enumeration || column.type == .set else { return writer.append("null") }
        writer.append(0x5B)
        for (index, member) in column.members.enumerated() {
            if index > 0 { writer.append(0x2C) }
            let text = member.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            writer.appendJSON("'\(text)'")
        }
        writer.append(0x5D)
    }

    private var length: Int? {
        switch column.type {
        // So long as one letter for each member and the commas between them.
        case .set: max(0, column.members.count * 2 - 1)
        case .enumeration: 1
        default: numbers.first
        }
    }

    private var charset: String? {
        guard let collation = column.collation, let charset = Charset(collation: collation), charset != .binary else {
            return nil
        }
        return charset.rawValue
    }

    /// As it stood in the statement, without quotation marks.
    private var defaultText: String? {
        guard let expression = column.declared?.defaultExpression, column.declared?.isGenerated != true else {
            return nil
        }
        switch SQLLiteral(expression) {
        case .null, .expression: return nil
        case .text(let text): return text
        case .bytes(let bytes): return bytes.map { String($0, radix: 2) }.joined()
        case .now: return "1970-01-01 00:00:00"
        }
    }

    /// The number of `java.sql.Types` that Debezium's DDL parser gives to the type.
    private var jdbcType: Int {
        switch typeName.prefix(while: { $0 != " " }) {
        case "TINYINT", "SMALLINT": 5
        case "MEDIUMINT", "INT", "YEAR": 4
        case "BIGINT": -5
        case "DECIMAL": 3
        case "FLOAT": 6
        case "DOUBLE": 8
        case "BIT": -7
        case "CHAR", "ENUM", "SET": 1
        case "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT": 12
        case "BINARY": -2
        case "VARBINARY": -3
        case "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB": 2004
        case "DATE": 91
        case "TIME": 92
        case "DATETIME": 93
        case "TIMESTAMP": 2014
        default: 1111
        }
    }
}
