import Binlog
import ChangeEvents
import Schema

/// How the values of one column stand in Debezium's JSON, decided once for a table's version. It holds no references:
/// a row is read from an array of these without touching a reference count.
enum InputForm {
    /// No view reads the column.
    case skipped
    /// Only whether it is NULL can be asked.
    case presence
    case signed
    case unsigned
    /// BIGINT UNSIGNED that wraps to negative numbers.
    case wrapped
    /// BIGINT UNSIGNED as Base64 of two's complement.
    case unsignedBytes
    case float
    case double
    case decimal(precision: UInt8, scale: UInt8)
    case decimalBytes(precision: UInt8, scale: UInt8)
    case year
    /// Days since 1970.
    case days
    case dateText
    case time(CountedIn)
    case timeText
    case dateTime(CountedIn)
    case dateTimeText
    case timestamp
    case boolean
    /// Base64, least significant byte first.
    case bits(byteCount: Int)
    case enumeration
    case set
    /// Text that the row holds in UTF-8 too.
    case text
    /// Text in a charset of single bytes: index into the layout's charsets.
    case singleBytes(Int)
    case base64
    case hexadecimal
}

extension InputForm {
    /// Decides by type, collation and the modes in which the records are written.
    ///
    /// - Parameter charsets: charsets of single bytes get their place here.
    /// - Throws: `InputFault` for a column whose values cannot be had back.
    init(
        _ column: ColumnDefinition, of table: TableDefinition, _ options: DebeziumOptions,
        charsets: inout [SingleByteCharset]
    ) throws(InputFault) {
        func refusal(_ why: String, _ remedy: String) -> InputFault {
            InputFault("column \(column.name) of \(table.database).\(table.table) \(why)", remedy: remedy)
        }
        switch column.type {
        case .tiny, .short, .int24, .long: self = column.isUnsigned ? .unsigned : .signed
        case .longlong:
            guard column.isUnsigned else {
                self = .signed
                return
            }
            switch options.bigintUnsigned {
            case .exact: self = options.schemas ? .unsignedBytes : .unsigned
            case .precise: self = .unsignedBytes
            case .long: self = .wrapped
            }
        case .float: self = .float
        case .double: self = .double
        case .newDecimal:
            let (precision, scale) = (UInt8(column.metadata >> 8), UInt8(column.metadata & 0xFF))
            switch options.decimal {
            case .string: self = .decimal(precision: precision, scale: scale)
            case .precise: self = .decimalBytes(precision: precision, scale: scale)
            case .double:
                throw refusal("is a DECIMAL written as a double", "set `debezium: { decimal: string }`")
            }
        case .year: self = .year
        case .date, .newDate: self = options.time == .isostring ? .dateText : .days
        case .time2, .timeOld:
            // Debezium counts TIME in microseconds unless it is told otherwise.
            let digits: UInt16 = column.type == .time2 ? column.metadata : 0
            try Self.checkFraction(digits, options, refusal)
            self = CountedIn(options.time, fractionDigits: 6).map { .time($0) } ?? .timeText
        case .dateTimeOld, .dateTime2:
            let digits: UInt16 = column.type == .dateTime2 ? column.metadata : 0
            try Self.checkFraction(digits, options, refusal)
            self = CountedIn(options.time, fractionDigits: digits).map { .dateTime($0) } ?? .dateTimeText
        case .timestampOld, .timestamp2: self = .timestamp
        case .bit: self = column.metadata == 1 ? .boolean : .bits(byteCount: (Int(column.metadata) + 7) / 8)
        case .enumeration: self = .enumeration
        case .set: self = .set
        case .varchar, .varString, .string, .tinyBlob, .mediumBlob, .longBlob, .blob, .blobCompressed,
            .varcharCompressed:
            guard column.meaning == .plain || column.meaning == .point else {
                self = .presence
                return
            }
            let binary: Self = options.binary == .hex ? .hexadecimal : .base64
            guard let collation = column.collation, let charset = Charset(collation: collation), charset != .binary
            else {
                self = binary
                return
            }
            switch charset {
            case .utf8mb4, .utf8mb3, .ascii: self = .text
            default:
                guard let table = SingleByteCharset(charset) else {
                    throw refusal(
                        "is in the character set \(charset.rawValue), which views cannot read",
                        "leave it out of the query, or convert the column to utf8mb4")
                }
                self = .singleBytes(charsets.count)
                charsets.append(table)
            }
        case .json, .geometry, .vector: self = .presence
        case .decimalOld, .null:
            throw refusal("has a type that views cannot read", "leave it out of the query")
        }
    }

    /// Milliseconds lose what is behind the third digit.
    private static func checkFraction(
        _ digits: UInt16, _ options: DebeziumOptions, _ refusal: (String, String) -> InputFault
    ) throws(InputFault) {
        guard options.time == .connect, digits > 3 else { return }
        throw refusal(
            "has \(digits) digits behind the seconds, and `debezium: { time: connect }` keeps three",
            "set `debezium: { time: adaptive }`")
    }
}
