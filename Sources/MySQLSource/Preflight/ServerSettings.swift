/// A server's global variables that decide whether and how its binlog can be read.
public struct ServerSettings: Sendable {
    private let values: [String: String]

    private static let names = [
        "log_bin", "binlog_format", "binlog_row_image", "binlog_row_metadata", "binlog_row_value_options",
        "binlog_checksum",
        "binlog_expire_logs_seconds", "expire_logs_days", "gtid_mode", "server_id", "server_uuid", "hostname", "port",
    ]

    /// Asks the server.
    public static func read(_ connection: MySQLConnection) throws(SourceError) -> ServerSettings {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        let rows = try connection.query("SHOW GLOBAL VARIABLES WHERE Variable_name IN (\(list))")
        var values: [String: String] = [:]
        for row in rows where row.count == 2 {
            if let name = row[0], let value = row[1] { values[name] = value }
        }
        return ServerSettings(values: values)
    }

    /// One variable's value; nil where this server has no such variable.
    public subscript(name: String) -> String? { values[name] }

    public var serverId: UInt32 { values["server_id"].flatMap { UInt32($0) } ?? 0 }

    /// After how long the server may delete a binlog file; nil when it never does.
    public var binlogExpireSeconds: Int? {
        if let seconds = values["binlog_expire_logs_seconds"].flatMap({ Int($0) }), seconds > 0 { return seconds }
        if let days = values["expire_logs_days"].flatMap({ Double($0) }), days > 0 { return Int(days * 86_400) }
        return nil
    }
}
