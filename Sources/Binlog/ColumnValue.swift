/// One decoded column of one row. It owns nothing: byte views point into the event they were decoded from and are
/// valid only until that event's memory is reused. Text is still in the column's character set.
public enum ColumnValue {
    /// Not in the row image (row image MINIMAL or NOBLOB): unknown, which is not NULL.
    case absent
    case null
    case signed(Int64)
    case unsigned(UInt64)
    case float(Float)
    case double(Double)
    case decimal(PackedDecimal)
    case year(UInt16)
    case date(CivilDate)
    case time(TimeOfDay)
    case dateTime(CivilDateTime)
    /// Seconds and microseconds since 1970-01-01 UTC; 0 and 0 stand for MySQL's zero timestamp.
    case timestamp(seconds: Int64, microseconds: UInt32)
    /// BIT(n): ceil(n/8) bytes, most significant first.
    case bit(UnsafeRawBufferPointer)
    /// 1-based index of the member; 0 is the empty string of an invalid value.
    case enumeration(UInt16)
    /// Bit i set = member i of the definition.
    case set(UInt64)
    /// CHAR, VARCHAR, TEXT (in the column's character set), BINARY, VARBINARY, BLOB.
    case bytes(UnsafeRawBufferPointer)
    /// MySQL's binary JSON document (MariaDB's JSON is text and arrives as `bytes`).
    case json(UnsafeRawBufferPointer)
    /// SRID (u32, little-endian) and WKB.
    case geometry(UnsafeRawBufferPointer)
}

/// A calendar day as the server stores it; month and day may be zero ("0000-00-00", "2024-00-00").
public struct CivilDate: Equatable, Sendable {
    public let year: UInt16
    public let month: UInt8
    public let day: UInt8

    @inlinable
    public init(year: UInt16, month: UInt8, day: UInt8) {
        self.year = year
        self.month = month
        self.day = day
    }
}

/// A signed span of time, −838:59:59.999999 to 838:59:59.999999.
public struct TimeOfDay: Equatable, Sendable {
    public let microseconds: Int64

    @inlinable
    public init(microseconds: Int64) { self.microseconds = microseconds }
}

/// A wall-clock time without a zone.
public struct CivilDateTime: Equatable, Sendable {
    public let date: CivilDate
    public let hour: UInt8
    public let minute: UInt8
    public let second: UInt8
    public let microsecond: UInt32

    @inlinable
    public init(date: CivilDate, hour: UInt8, minute: UInt8, second: UInt8, microsecond: UInt32) {
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }
}

/// A DECIMAL in MySQL's packed form: groups of nine digits in four big-endian bytes, the sign in the top bit.
public struct PackedDecimal {
    public let bytes: UnsafeRawBufferPointer
    /// All digits, 1 to 65.
    public let precision: UInt8
    /// Digits after the point, 0 to 38.
    public let scale: UInt8

    @inlinable
    public init(bytes: UnsafeRawBufferPointer, precision: UInt8, scale: UInt8) {
        self.bytes = bytes
        self.precision = precision
        self.scale = scale
    }
}
