/// By what a server deletes its old binlog files by itself.
public struct BinlogExpiry: Sendable, Equatable {
    /// A file goes when it was last written this long ago; nil never.
    public let seconds: Double?
    /// The oldest files go when all of them together are larger (MariaDB 11.4 and newer); nil never.
    public let totalBytes: UInt64?

    public init(seconds: Double? = nil, totalBytes: UInt64? = nil) {
        self.seconds = seconds
        self.totalBytes = totalBytes
    }

    public var isUnlimited: Bool { seconds == nil && totalBytes == nil }

    /// Asks the server. Which variables it has depends on family and version.
    public static func read(_ connection: MySQLConnection) throws(SourceError) -> BinlogExpiry {
        var values: [String: Double] = [:]
        var isAutomatic = true
        let names =
            "'binlog_expire_logs_seconds', 'expire_logs_days', 'max_binlog_total_size', 'binlog_expire_logs_auto_purge'"
        for row in try connection.query("SHOW GLOBAL VARIABLES WHERE Variable_name IN (\(names))") {
            guard let name = row.first ?? nil, let text = row.last ?? nil else { continue }
            if name == "binlog_expire_logs_auto_purge" { isAutomatic = text != "OFF" && text != "0" }
            values[name] = Double(text)
        }
        guard isAutomatic else { return BinlogExpiry() }
        var seconds = values["binlog_expire_logs_seconds"] ?? 0
        if seconds == 0 { seconds = (values["expire_logs_days"] ?? 0) * 86_400 }
        let bytes = values["max_binlog_total_size"] ?? 0
        return BinlogExpiry(
            seconds: seconds > 0 ? seconds : nil,
            totalBytes: bytes > 0 && bytes < 1e18 ? UInt64(bytes) : nil
        )
    }
}
