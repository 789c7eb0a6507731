/// How values are written: Debezium's own modes by their own names (the pipeline file's `debezium:` line). Only what
/// works is listed; the initial values are our defaults.
public struct DebeziumOptions: Sendable, Equatable {
    /// DECIMAL columns (`decimal.handling.mode`).
    public enum Decimal: String, Sendable, CaseIterable {
        /// `"123.45"`: exact and readable.
        case string
        /// Base64 of the unscaled value, two's complement, most significant byte first.
        case precise
        /// A JSON number; digits beyond a double's are lost.
        case double
    }

    /// BIGINT UNSIGNED columns (`bigint.unsigned.handling.mode`).
    public enum BigintUnsigned: String, Sendable, CaseIterable {
        /// The number itself, also above 2⁶³ − 1.
        case exact
        /// Base64 of the value in two's complement.
        case precise
        /// A signed 64-bit number: wraps to negative above 2⁶³ − 1, as Debezium's default does.
        case long
    }

    /// Temporal columns (`time.precision.mode`).
    public enum Time: String, Sendable, CaseIterable {
        /// DATETIME in milliseconds up to three fraction digits and microseconds beyond, TIME in microseconds.
        case adaptive
        /// DATETIME and TIME in milliseconds.
        case connect
    }

    /// BINARY, VARBINARY and BLOB columns (`binary.handling.mode`).
    public enum Binary: String, Sendable, CaseIterable {
        case base64
        case hex
        case base64URLSafe = "base64-url-safe"
    }

    /// Dates that no calendar has ("0000-00-00", "2024-00-00").
    public enum ZeroDate: String, Sendable, CaseIterable {
        /// NULL where the column allows it, else the first instant of 1970; always counted.
        case null
    }

    public var decimal: Decimal = .string
    public var bigintUnsigned: BigintUnsigned = .exact
    public var time: Time = .adaptive
    public var binary: Binary = .base64
    public var zeroDate: ZeroDate = .null
    public var invalidText: InvalidText = .stop
    /// Whether a delete is followed by a record with the same key and no value, so that compaction can drop the key.
    public var tombstones = true

    public init() {}
}
