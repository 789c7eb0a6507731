/// How values are written in Debezium's envelope. Names and modes are Debezium's own; the defaults are ours.
public struct DebeziumConfiguration: Sendable, Equatable {
    public var decimal = DebeziumDecimal.string
    public var bigintUnsigned = DebeziumBigintUnsigned.exact
    public var time = DebeziumTime.adaptive
    public var binary = DebeziumBinary.base64
    public var zeroDate = DebeziumZeroDate.null
    /// A delete is followed by a record of the same key with no value, so that compaction can forget the key.
    public var tombstones = true

    public init() {}
}

/// DECIMAL.
public enum DebeziumDecimal: String, Sendable, CaseIterable {
    /// `"123.45"`
    case string
    /// Base64 of the unscaled big-endian number: `"MDk="`.
    case precise
    /// A JSON number, which may round.
    case double
}

/// BIGINT UNSIGNED.
public enum DebeziumBigintUnsigned: String, Sendable, CaseIterable {
    /// A JSON number with all its digits, also above 2^63 - 1.
    case exact
    /// A JSON number that wraps to negative above 2^63 - 1, as in Debezium.
    case long
    /// Base64 of the big-endian number.
    case precise
}

/// DATE, TIME and DATETIME.
public enum DebeziumTime: String, Sendable, CaseIterable {
    /// Days, microseconds of the day, and milliseconds or microseconds since 1970 by the column's precision.
    case adaptive
    /// Milliseconds everywhere; finer fractions are lost.
    case connect
}

/// BINARY, VARBINARY and BLOB.
public enum DebeziumBinary: String, Sendable, CaseIterable {
    case base64
    case base64URLSafe = "base64-url-safe"
    case hex
}

/// Dates that no calendar has: `0000-00-00`.
public enum DebeziumZeroDate: String, Sendable, CaseIterable {
    /// null where the column may be NULL, else 1970-01-01.
    case null
}

extension DebeziumConfiguration {
    /// Reads the section `debezium`.
    init(_ section: Section) {
        decimal = section.choice("decimal", default: decimal)
        bigintUnsigned = section.choice("bigint_unsigned", default: bigintUnsigned)
        time = section.choice("time", default: time, later: ["isostring", "microseconds", "nanoseconds"])
        binary = section.choice("binary", default: binary)
        zeroDate = section.choice("zero_date", default: zeroDate)
        tombstones = section.boolean("tombstones", default: tombstones)
        if section.boolean("schemas", default: false) {
            section["schemas"]?.reportNotYet("`debezium.schemas: true`", instead: "write false, or remove the key")
        }
        section.finish()
    }
}
