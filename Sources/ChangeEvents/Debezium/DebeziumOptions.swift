/// How values are written: Debezium's own modes by their own names (the pipeline file's `debezium:` line). The initial
/// values are our defaults.
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
        /// The number itself, also above 2⁶³ − 1. Connect has no type for it: with `schemas` it is written as
        /// `precise`.
        case exact
        /// Base64 of the value in two's complement.
        case precise
        /// A signed 64-bit number: wraps to negative above 2⁶³ − 1, as Debezium's default does.
        case long
    }

    /// DATE, TIME and DATETIME columns (`time.precision.mode`). TIMESTAMP columns are text in UTC in all of them.
    public enum Time: String, Sendable, CaseIterable {
        /// The same as `adaptive_time_microseconds`: MySQL's connector knows no other form of it.
        case adaptive
        /// DATETIME in milliseconds up to three fraction digits and microseconds beyond, TIME in microseconds.
        case adaptiveTimeMicroseconds = "adaptive_time_microseconds"
        /// DATETIME and TIME in milliseconds, rounded down.
        case connect
        /// `2018-06-20Z`, `13:37:03.5Z`, `2018-06-20T13:37:03.5Z`.
        case isostring
        /// DATETIME and TIME in microseconds.
        case microseconds
        /// DATETIME and TIME in nanoseconds. They reach from 1677-09-21 to 2262-04-11: other dates are written as those
        /// that no calendar has.
        case nanoseconds
    }

    /// BINARY, VARBINARY and BLOB columns (`binary.handling.mode`).
    public enum Binary: String, Sendable, CaseIterable {
        case base64
        case hex
        case base64URLSafe = "base64-url-safe"
        /// Base64 in the JSON text too, but the schema says `bytes`.
        case bytes
    }

    /// Dates that no calendar has ("0000-00-00", "2024-00-00").
    public enum ZeroDate: String, Sendable, CaseIterable {
        /// NULL where the column allows it, else the first instant of 1970; always counted.
        case null
    }

    /// The text of MySQL's JSON documents.
    public enum Document: String, Sendable, CaseIterable {
        /// `{"a":1}`, as Debezium prints what it streams.
        case compact
        /// `{"a": 1}`, exactly the text that a SELECT shows.
        case server
    }

    public var decimal: Decimal = .string
    public var bigintUnsigned: BigintUnsigned = .exact
    public var time: Time = .adaptive
    public var binary: Binary = .base64
    public var zeroDate: ZeroDate = .null
    public var invalidText: InvalidText = .stop
    public var document: Document = .compact
    /// Whether a delete is followed by a record with the same key and no value, so that compaction can drop the key.
    public var tombstones = true
    /// Whether each key and value is `{"schema":…,"payload":…}` with the schema that Connect's sinks need
    /// (`schemas.enable`).
    public var schemas = false
    /// Whether NULL is written as the column's default where it has one, as Connect's JSON converter does unless it is
    /// told otherwise (`replace.null.with.default`).
    public var replacesNullWithDefault = false
    /// Whether `source.query` holds the statement, where the server logs it (`include.query`).
    public var includesQuery = false
    /// Whether each change says its place in its transaction, and the topic `<source>.transaction` where one begins and
    /// ends (`provide.transaction.metadata`).
    public var transactionMetadata = false
    /// Whether the topic `<source>` tells every change of a table's definition (`include.schema.changes`).
    public var schemaChanges = false
    /// Whether TRUNCATE is left out (Debezium's default; ours is an event with `"op":"t"`).
    public var skipsTruncate = false
    /// How often `__debezium-heartbeat.<source>` gets a record, in milliseconds; 0 is never (`heartbeat.interval.ms`).
    public var heartbeatMilliseconds = 0

    public init() {}

    /// With schemas nothing may be written that the schema has no type for.
    var bigintUnsignedWritten: BigintUnsigned { schemas && bigintUnsigned == .exact ? .precise : bigintUnsigned }
}
