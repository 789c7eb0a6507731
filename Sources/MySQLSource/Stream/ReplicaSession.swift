import Binlog

/// What a replica tells the server about itself, as session variables, before it asks for the binlog.
enum ReplicaSession {
    static func prepare(
        _ connection: MySQLConnection,
        start: BinlogStart,
        as replica: ReplicaIdentity
    ) throws(SourceError) {
        let options = connection.options
        var assignments = [
            "net_write_timeout = \(max(options.netWriteTimeoutSeconds, 1))",
            // Says that checksums are understood; the FORMAT_DESCRIPTION event then tells which are used.
            "@master_binlog_checksum = @@global.binlog_checksum", "@source_binlog_checksum = @@global.binlog_checksum",
            "@slave_uuid = '\(replica.uuid)'", "@replica_uuid = '\(replica.uuid)'",
        ]
        let heartbeat = max(options.heartbeatMilliseconds, 1) * 1_000_000
        assignments += ["@master_heartbeat_period = \(heartbeat)", "@source_heartbeat_period = \(heartbeat)"]
        // 4: understands GTID events, so that the server sends its binlog as it is.
        if connection.flavor == .mariadb { assignments.append("@mariadb_slave_capability = 4") }
        switch (start, connection.flavor) {
        case (.file, _), (.mysqlGTID, .mysql): break
        case (.mariadbGTID(let position), .mariadb):
            assignments += [
                "@slave_connect_state = \(connection.literal(position))", "@slave_gtid_strict_mode = 1",
                "@slave_gtid_ignore_duplicates = 0",
            ]
        default:
            throw SourceError(
                .positionInvalid,
                "the position is a GTID of the other family; \(options.address) is \(connection.flavor.rawValue)",
                remedy: "point the source back to the server that it read, or `leat position set --new-server`"
            )
        }
        try connection.query("SET " + assignments.joined(separator: ", "))
    }
}
