/// What a Maxwell message holds beside the row. Names and defaults are Maxwell's own.
public struct MaxwellConfiguration: Sendable, Equatable {
    /// `xid` and `commit`.
    public var outputCommitInfo = true
    /// `xoffset`, only beside `output_commit_info`.
    public var outputXoffset = true
    /// `position`: `"binlog.000007:4711"`.
    public var outputBinlogPosition = false
    public var outputGTIDPosition = false
    public var outputServerID = false
    public var outputThreadID = false
    /// `push_ts`.
    public var outputPushTimestamp = false
    /// `query`, where the server logs it.
    public var outputRowQuery = false
    /// Longest `query`; 0 is no limit.
    public var rowQueryLengthMax = 0
    public var outputPrimaryKeys = false
    public var outputPrimaryKeyColumns = false
    /// Fields that are NULL.
    public var outputNulls = true
    /// NULL instead of dates that no calendar has.
    public var outputNullZeroDates = false
    public var keyFormat = MaxwellKeyFormat.hash

    public init() {}
}

/// How a record's key is written.
public enum MaxwellKeyFormat: String, Sendable, CaseIterable {
    /// `{"database":"shop","table":"orders","pk.id":4}`
    case hash
    /// `["shop","orders",[{"id":4}]]`
    case array
}

extension MaxwellConfiguration {
    /// Reads the section `maxwell`.
    init(_ section: Section) {
        outputCommitInfo = section.boolean("output_commit_info", default: outputCommitInfo)
        outputXoffset = section.boolean("output_xoffset", default: outputXoffset)
        outputBinlogPosition = section.boolean("output_binlog_position", default: outputBinlogPosition)
        outputGTIDPosition = section.boolean("output_gtid_position", default: outputGTIDPosition)
        outputServerID = section.boolean("output_server_id", default: outputServerID)
        outputThreadID = section.boolean("output_thread_id", default: outputThreadID)
        outputPushTimestamp = section.boolean("output_push_timestamp", default: outputPushTimestamp)
        outputRowQuery = section.boolean("output_row_query", default: outputRowQuery)
        rowQueryLengthMax = section.integer("row_query_max_length", default: rowQueryLengthMax, in: 0...1_000_000_000)
        outputPrimaryKeys = section.boolean("output_primary_keys", default: outputPrimaryKeys)
        outputPrimaryKeyColumns = section.boolean("output_primary_key_columns", default: outputPrimaryKeyColumns)
        outputNulls = section.boolean("output_nulls", default: outputNulls)
        outputNullZeroDates = section.boolean("output_null_zerodates", default: outputNullZeroDates)
        keyFormat = section.choice("kafka_key_format", default: keyFormat)
        if section.boolean("output_ddl", default: false) {
            section["output_ddl"]?.reportNotYet(
                "`maxwell.output_ddl: true`", instead: "write false, or remove the key")
        }
        section.finish()
    }
}
