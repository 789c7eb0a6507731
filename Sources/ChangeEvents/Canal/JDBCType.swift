import Schema

/// The numbers of `java.sql.Types` that Canal gives to a column. They depend on the values too: a number above the
/// signed range has the next larger type, and NULL sometimes another type than a value.
struct JDBCType {
    /// Of a column whose values are all NULL.
    let null: Int16
    /// Of a column with a value.
    let value: Int16
    /// Of an unsigned column with a value above the signed range.
    let large: Int16
    /// First number above the signed range; 0 for columns that are not unsigned.
    let limit: UInt64

    private static let bit: Int16 = -7
    private static let tinyInt: Int16 = -6
    private static let bigInt: Int16 = -5
    private static let char: Int16 = 1
    private static let decimal: Int16 = 3
    private static let integer: Int16 = 4
    private static let smallInt: Int16 = 5
    private static let real: Int16 = 7
    private static let double: Int16 = 8
    private static let varchar: Int16 = 12
    private static let date: Int16 = 91
    private static let time: Int16 = 92
    private static let timestamp: Int16 = 93
    private static let other: Int16 = 1111
    private static let blob: Int16 = 2004
    private static let clob: Int16 = 2005

    private init(_ value: Int16, null: Int16? = nil, large: Int16? = nil, limit: UInt64 = 0) {
        self.value = value
        self.null = null ?? value
        self.large = large ?? value
        self.limit = limit
    }

    /// A number of a column, with the type above its signed range.
    private init(_ value: Int16, _ large: Int16, bits: UInt64, _ column: ColumnDefinition) {
        self.init(value, large: large, limit: column.isUnsigned ? 1 << (bits - 1) : 0)
    }

    init(_ column: ColumnDefinition) {
        let isBinary = ColumnTypeText.isBinary(column)
        switch column.meaning {
        case .uuid, .inet4, .inet6: self.init(Self.char)
        case .vector: self.init(Self.blob)
        default:
            switch column.type {
            case .tiny: self.init(Self.tinyInt, Self.smallInt, bits: 8, column)
            case .short: self.init(Self.smallInt, Self.integer, bits: 16, column)
            case .int24: self.init(Self.integer, Self.integer, bits: 24, column)
            case .long: self.init(Self.integer, Self.bigInt, bits: 32, column)
            case .longlong: self.init(Self.bigInt, Self.decimal, bits: 64, column)
            case .decimalOld, .newDecimal: self.init(Self.decimal)
            case .float: self.init(Self.real)
            case .double: self.init(Self.double)
            case .bit: self.init(Self.bit)
            case .year: self.init(Self.varchar)
            case .date, .newDate: self.init(Self.date)
            case .timeOld, .time2: self.init(Self.time)
            case .dateTimeOld, .dateTime2, .timestampOld, .timestamp2: self.init(Self.timestamp)
            case .enumeration: self.init(Self.integer)
            case .set: self.init(Self.bit, null: Self.blob)
            case .json: self.init(Self.varchar, null: Self.other)
            case .tinyBlob, .blob, .mediumBlob, .longBlob, .blobCompressed:
                self.init(isBinary ? Self.blob : Self.clob)
            case .varchar, .varString, .varcharCompressed: self.init(isBinary ? Self.blob : Self.varchar)
            case .string: self.init(isBinary ? Self.blob : Self.char)
            case .geometry, .vector: self.init(Self.blob)
            case .null: self.init(Self.other)
            }
        }
    }
}
