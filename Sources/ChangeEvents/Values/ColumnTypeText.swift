import Schema

/// A column's type in the server's words, for columns whose declaration was not read: what the binlog tells is in it,
/// what it does not tell is left out. That is the display width of integers, UNSIGNED and ZEROFILL of what is not
/// unsigned, the kind of a GEOMETRY, the digits of a FLOAT or DOUBLE, and that BOOLEAN is TINYINT(1).
enum ColumnTypeText {
    /// As declared, or derived: `int unsigned`, `varchar(40)`, `enum('NEW','PAID')`.
    static func text(_ column: ColumnDefinition) -> String {
        if let declared = column.declared { return declared.typeText }
        let name = name(column)
        let digits = column.metadata
        switch column.type {
        case .tiny, .short, .int24, .long, .longlong, .float, .double: return name + unsigned(column)
        case .newDecimal: return "\(name)(\(digits >> 8),\(digits & 0xFF))" + unsigned(column)
        case .time2, .dateTime2, .timestamp2: return digits == 0 ? name : "\(name)(\(digits))"
        case .bit: return "\(name)(\(digits))"
        case .enumeration, .set:
            let members = column.members.map {
                "'"
                    + $0.split(separator: "'", omittingEmptySubsequences: false)
                    .joined(separator: "''") + "'"
            }
            return "\(name)(\(members.joined(separator: ",")))"
        case .string, .varchar, .varString, .varcharCompressed:
            guard column.meaning == .plain else { return name }
            return "\(name)(\(Int(digits) / bytesPerCharacterMax(column)))"
        default: return name
        }
    }

    /// The type alone: `int`, `varchar`, `enum`.
    static func name(_ column: ColumnDefinition) -> String {
        if let declared = column.declared {
            return String(declared.typeText.prefix { $0 != "(" && $0 != " " }).lowercased()
        }
        switch column.meaning {
        case .uuid: return "uuid"
        case .inet4: return "inet4"
        case .inet6: return "inet6"
        case .vector: return "vector"
        default: break
        }
        switch column.type {
        case .tiny: return "tinyint"
        case .short: return "smallint"
        case .int24: return "mediumint"
        case .long: return "int"
        case .longlong: return "bigint"
        case .float: return "float"
        case .double: return "double"
        case .decimalOld, .newDecimal: return "decimal"
        case .null: return "null"
        case .year: return "year"
        case .date, .newDate: return "date"
        case .timeOld, .time2: return "time"
        case .dateTimeOld, .dateTime2: return "datetime"
        case .timestampOld, .timestamp2: return "timestamp"
        case .bit: return "bit"
        case .enumeration: return "enum"
        case .set: return "set"
        case .json: return "json"
        case .geometry: return "geometry"
        case .vector: return "vector"
        case .string: return isBinary(column) ? "binary" : "char"
        case .varchar, .varString, .varcharCompressed: return isBinary(column) ? "varbinary" : "varchar"
        case .tinyBlob, .blob, .mediumBlob, .longBlob, .blobCompressed:
            return size(column) + (isBinary(column) ? "blob" : "text")
        }
    }

    static func isBinary(_ column: ColumnDefinition) -> Bool {
        column.collation.map { Charset(collation: $0) == .binary } ?? true
    }

    private static func unsigned(_ column: ColumnDefinition) -> String { column.isUnsigned ? " unsigned" : "" }

    /// By the bytes of the length.
    private static func size(_ column: ColumnDefinition) -> String {
        switch column.metadata {
        case 1: "tiny"
        case 3: "medium"
        case 4: "long"
        default: ""
        }
    }

    /// The servers' `mbmaxlen`: lengths in the binlog are in bytes.
    private static func bytesPerCharacterMax(_ column: ColumnDefinition) -> Int {
        guard let collation = column.collation, let charset = Charset(collation: collation) else { return 1 }
        return switch charset {
        case .utf8mb4, .utf16, .utf16le, .utf32, .gb18030: 4
        case .utf8mb3, .ujis, .eucjpms: 3
        case .big5, .cp932, .euckr, .gb2312, .gbk, .sjis, .ucs2: 2
        default: 1
        }
    }
}
