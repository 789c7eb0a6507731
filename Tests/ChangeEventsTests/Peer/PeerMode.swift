import ChangeEvents

/// Our settings for each mode of the recording: the same as Debezium's in Tests/Peers/debezium_record.py.
enum PeerMode: String, CaseIterable, Sendable {
    case `default`, string, double, microseconds, nanoseconds, schemas
    case schemasString = "schemas_string"
    case schemasDouble = "schemas_double"
    case schemasMicroseconds = "schemas_microseconds"
    case schemasNanoseconds = "schemas_nanoseconds"

    var options: DebeziumOptions {
        var options = DebeziumOptions()
        options.decimal = .precise
        options.bigintUnsigned = .long
        options.binary = .bytes
        options.skipsTruncate = true
        options.schemaChanges = true
        options.replacesNullWithDefault = true
        switch self {
        case .default: break
        case .string, .schemasString:
            options.decimal = .string
            options.bigintUnsigned = .precise
            options.time = .connect
            options.binary = .base64
        case .double, .schemasDouble:
            options.decimal = .double
            options.time = .isostring
            options.binary = .hex
        case .microseconds:
            options.time = .microseconds
            options.binary = .base64URLSafe
        case .nanoseconds:
            options.time = .nanoseconds
            options.replacesNullWithDefault = false
        case .schemas: break
        case .schemasMicroseconds: options.time = .microseconds
        case .schemasNanoseconds: options.time = .nanoseconds
        }
        options.schemas = rawValue.hasPrefix("schemas")
        if self == .microseconds || self == .schemasString {
            options.skipsTruncate = false
            options.includesQuery = true
            options.transactionMetadata = true
        }
        return options
    }
}
