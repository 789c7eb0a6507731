/// What a Maxwell message holds beside the row: Maxwell's own options (the pipeline file's `maxwell:` section), with
/// Maxwell's own defaults.
public struct MaxwellOptions: Sendable, Equatable {
    /// How a record's key is written (`kafka_key_format`).
    public enum KeyFormat: String, Sendable, CaseIterable {
        /// `{"database":"shop","table":"orders","pk.id":4}`
        case hash
        /// `["shop","orders",[{"id":4}]]`
        case array
    }

    /// `xid` and `commit` (`output_commit_info`).
    public var commitInfo = true
    /// `xoffset`, only beside `commitInfo` (`output_xoffset`).
    public var xoffset = true
    /// `position`: `"binlog.000007:4711"` (`output_binlog_position`).
    public var binlogPosition = false
    /// `gtid` (`output_gtid_position`).
    public var gtidPosition = false
    /// `server_id` (`output_server_id`).
    public var serverID = false
    /// `thread_id`, where it is known (`output_thread_id`).
    public var threadID = false
    /// `push_ts`: when the row was written, in seconds with a fraction (`output_push_timestamp`).
    public var pushTimestamp = false
    /// `query`: the statement, where the server logs it (`output_row_query`).
    public var rowQuery = false
    /// Longest `query` in UTF-16 code units; 0 is no limit (`row_query_max_length`).
    public var rowQueryLengthMax = 0
    /// `primary_key`: the values of the primary key (`output_primary_keys`).
    public var primaryKeys = false
    /// `primary_key_columns`: their names (`output_primary_key_columns`).
    public var primaryKeyColumns = false
    /// Fields that are NULL; without them they are left out (`output_nulls`).
    public var nulls = true
    /// NULL for dates that no calendar has, instead of the text (`output_null_zerodates`).
    public var nullZeroDates = false
    /// Messages for changes of the schema (`output_ddl`).
    public var ddl = false
    public var keyFormat = KeyFormat.hash
    public var invalidText = InvalidText.stop

    public init() {}
}
