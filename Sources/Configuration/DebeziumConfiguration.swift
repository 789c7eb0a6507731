/// How values are written in Debezium's envelope. Names and modes are Debezium's own; the defaults are ours.
public struct DebeziumConfiguration: Sendable, Equatable {
    public var decimal = DebeziumDecimal.string
    public var bigintUnsigned = DebeziumBigintUnsigned.exact
    public var time = DebeziumTime.adaptive
    public var binary = DebeziumBinary.base64
    public var zeroDate = DebeziumZeroDate.null
    public var json = DebeziumJSON.compact
    /// A delete is followed by a record of the same key with no value, so that compaction can forget the key.
    public var tombstones = true
    /// Each key and value is `{"schema":…,"payload":…}`: what Connect's sinks need.
    public var schemas = false
    /// NULL is written as the column's default where it has one, as Connect's converter does.
    public var replaceNullWithDefault = false
    /// `source.query` holds the statement, where the server logs it.
    public var includeQuery = false
    /// Each change says its place in its transaction; the topic `<source>.transaction` tells where one begins and ends.
    public var transactionMetadata = false
    /// The topic `<source>` tells the DDL statements and the tables that they leave.
    public var schemaChanges = false
    /// How often the topic `__debezium-heartbeat.<source>` gets a record; zero is never.
    public var heartbeatInterval = Duration.zero
    public var skipped = DebeziumSkipped.none

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
    /// The same, by the name that Debezium has for it.
    case adaptiveTimeMicroseconds = "adaptive_time_microseconds"
    /// Milliseconds everywhere; finer fractions are lost.
    case connect
    /// Text: `2018-06-20Z`, `13:37:03.5Z`, `2018-06-20T13:37:03.5Z`.
    case isostring
    case microseconds
    /// Reach from 1677 to 2262: other times are written as dates that no calendar has.
    case nanoseconds
}

/// BINARY, VARBINARY and BLOB.
public enum DebeziumBinary: String, Sendable, CaseIterable {
    case base64
    case base64URLSafe = "base64-url-safe"
    case hex
    /// Base64 too; the schema says `bytes`.
    case bytes
}

/// Dates that no calendar has: `0000-00-00`.
public enum DebeziumZeroDate: String, Sendable, CaseIterable {
    /// null where the column may be NULL, else 1970-01-01.
    case null
}

/// MySQL's JSON documents.
public enum DebeziumJSON: String, Sendable, CaseIterable {
    /// `{"a":1}`
    case compact
    /// `{"a": 1}`, exactly the text that a SELECT shows.
    case server
}

/// Kinds of changes that are left out.
public enum DebeziumSkipped: String, Sendable, CaseIterable {
    /// TRUNCATE is an event with `"op":"t"`.
    case none
    /// TRUNCATE is left out, as Debezium does unless it is told otherwise.
    case truncate
}

extension DebeziumConfiguration {
    /// Reads the section `debezium`.
    init(_ section: Section) {
        decimal = section.choice("decimal", default: decimal)
        bigintUnsigned = section.choice("bigint_unsigned", default: bigintUnsigned)
        time = section.choice("time", default: time)
        binary = section.choice("binary", default: binary)
        zeroDate = section.choice("zero_date", default: zeroDate)
        json = section.choice("json", default: json)
        tombstones = section.boolean("tombstones", default: tombstones)
        schemas = section.boolean("schemas", default: schemas)
        replaceNullWithDefault = section.boolean("replace_null_with_default", default: replaceNullWithDefault)
        includeQuery = section.boolean("include_query", default: includeQuery)
        transactionMetadata = section.boolean("transaction_metadata", default: transactionMetadata)
        schemaChanges = section.boolean("schema_changes", default: schemaChanges)
        heartbeatInterval = section.duration(
            "heartbeat_interval", default: heartbeatInterval, in: .zero...(.seconds(86_400)))
        skipped = section.choice("skipped", default: skipped)
        section.finish()
    }
}
