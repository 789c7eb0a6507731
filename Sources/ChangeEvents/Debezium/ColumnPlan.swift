import Binlog
import Schema

/// How one column's values become JSON, decided once per table version.
///
/// It holds no references: a row is encoded from an array of these without touching a reference count.
struct ColumnPlan {
    /// The part of the decision that the type of the column makes; the value's own case makes the rest.
    enum Format {
        case integer
        case bigintUnsigned
        case floating
        case decimal
        case year
        case date(isText: Bool)
        case time(TemporalUnit)
        case dateTime(TemporalUnit)
        case timestamp(fractionDigits: Int)
        case bit(isBoolean: Bool)
        case enumeration
        case set
        /// Text in utf8mb4.
        case text
        case utf8mb3Text
        /// Text in any other charset.
        case convertedText(TextDecoder)
        /// `length` is what the value is padded to with zeros; 0 for the types that are not.
        case binary(length: Int)
        case json
        case geometry(isPoint: Bool)
        /// Bytes that are neither text nor binary data.
        case special(SpecialBytes)
    }

    /// Values that arrive as bytes and are written in a form of their own.
    enum SpecialBytes {
        case vector, uuid, inet4, inet6
    }

    /// Index into the table's columns and the row's values.
    let column: Int
    let format: Format
    let isNullable: Bool
    /// Where `,"name":` (`{"name":` for the first) stands in the layout's constant text.
    let prefixOffset: Int
    let prefixLength: Int
    /// The members of an ENUM or SET column in the layout's list of members.
    let membersStart: Int
    let membersCount: Int
    /// What is written for NULL, where that is not `null`, in the layout's constant text.
    var nullOffset = 0
    var nullLength = 0
}

extension ColumnPlan.Format {
    /// Decides by type and collation.
    init(
        _ column: ColumnDefinition, of table: TableDefinition, options: DebeziumOptions
    ) throws(ChangeEventError) {
        switch column.type {
        case .tiny, .short, .int24, .long: self = .integer
        case .longlong: self = column.isUnsigned ? .bigintUnsigned : .integer
        case .float, .double: self = .floating
        case .newDecimal: self = .decimal
        case .year: self = .year
        case .date, .newDate: self = .date(isText: options.time == .isostring)
        case .time2, .timeOld: self = .time(TemporalUnit(of: options.time, fractionDigits: 6))
        case .dateTimeOld: self = .dateTime(TemporalUnit(of: options.time, fractionDigits: 0))
        case .dateTime2: self = .dateTime(TemporalUnit(of: options.time, fractionDigits: column.metadata))
        case .timestampOld: self = .timestamp(fractionDigits: 0)
        case .timestamp2: self = .timestamp(fractionDigits: min(6, Int(column.metadata)))
        case .bit: self = .bit(isBoolean: column.metadata == 1)
        case .enumeration, .set:
            guard !column.members.isEmpty else {
                throw ChangeEventError(
                    code: .mismatch, database: table.database, table: table.table, column: column.name,
                    what: "the members of the \(column.type) are not known",
                    remedy: "Set binlog_row_metadata=FULL, and resume from an event written under it.")
            }
            self = column.type == .set ? .set : .enumeration
        case .json: self = .json
        case .varchar, .varString, .string, .tinyBlob, .mediumBlob, .longBlob, .blob, .blobCompressed,
            .varcharCompressed:
            switch column.meaning {
            case .uuid: self = .special(.uuid)
            case .inet4: self = .special(.inet4)
            case .inet6: self = .special(.inet6)
            case .vector: self = .special(.vector)
            case .plain, .point: self = try Self.string(column, of: table)
            }
        case .vector: self = .special(.vector)
        case .geometry: self = .geometry(isPoint: column.meaning == .point || column.declared?.typeText == "point")
        case .decimalOld, .null:
            throw ChangeEventError(
                code: .unsupportedType, database: table.database, table: table.table, column: column.name,
                what: "columns of type \(column.type) cannot be written as Debezium JSON",
                remedy: "Exclude the column or the table from capture.")
        }
    }

    private static func string(
        _ column: ColumnDefinition, of table: TableDefinition
    ) throws(ChangeEventError) -> Self {
        let binary = Self.binary(length: column.type == .string ? Int(column.metadata) : 0)
        guard let collation = column.collation else { return binary }
        guard let charset = Charset(collation: collation) else {
            throw ChangeEventError(
                code: .unsupportedCharacterSet, database: table.database, table: table.table, column: column.name,
                what: "text of collation \(collation), which no known server has",
                remedy: "Exclude the column, or upgrade: the source is newer than this version knows.")
        }
        switch charset {
        case .utf8mb4: return .text
        case .utf8mb3: return .utf8mb3Text
        default: return TextDecoder(charset: charset).map(Self.convertedText) ?? binary
        }
    }
}
