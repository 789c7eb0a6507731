/// Checks whether a server's binlog can be read, before anything is read. `leat doctor` shows the findings; before each
/// dump the fatal ones stop the source.
public enum Preflight {
    /// Looks at everything and returns what it found, in a fixed order.
    ///
    /// - Parameter expected: the server that the saved position belongs to; another one is fatal.
    /// - Throws: `SourceError` only when the server cannot be asked; what it answers becomes findings.
    public static func run(
        _ connection: MySQLConnection,
        expected: ServerIdentity? = nil
    ) throws(SourceError) -> [Finding] {
        let settings = try ServerSettings.read(connection)
        var findings = [version(connection)]
        findings.append(identity(.of(connection.flavor, settings), expected))
        findings += binlog(settings)
        findings += try grants(connection)
        findings.append(try serverId(connection, settings))
        findings += try filters(connection, settings)
        findings.append(expiry(settings))
        if connection.flavor == .mysql { findings.append(gtid(settings)) }
        findings.append(checksum(settings))
        return findings
    }

    /// Throws the first fatal finding as an error.
    public static func require(
        _ connection: MySQLConnection,
        expected: ServerIdentity? = nil
    ) throws(SourceError) {
        for finding in try run(connection, expected: expected) where finding.severity == .fatal {
            throw SourceError(
                finding.code ?? .configuration,
                "\(connection.options.address): \(finding.what)",
                remedy: finding.remedy
            )
        }
    }

    private static func version(_ connection: MySQLConnection) -> Finding {
        let name = "\(connection.flavor.rawValue) \(connection.serverText)"
        let oldest = connection.flavor == .mysql ? ServerVersion(8, 0, 1) : ServerVersion(10, 5)
        guard connection.serverVersion >= oldest else {
            return .fatal(.serverTooOld, "\(name) is too old to log full row metadata")
        }
        return .ok("\(name), \(connection.tlsCipher.map { "TLS \($0)" } ?? "plain text")")
    }

    private static func identity(_ found: ServerIdentity, _ expected: ServerIdentity?) -> Finding {
        guard let expected, expected != found else { return .ok("server identity \(found)") }
        return .fatal(.identityChanged, "the saved position belongs to \(expected), this server is \(found)")
    }

    private static func binlog(_ settings: ServerSettings) -> [Finding] {
        guard settings["log_bin"] == "ON" else {
            return [.fatal(.binlogDisabled, "log_bin is off: the server writes no binlog")]
        }
        var findings: [Finding] = [.ok("log_bin = ON")]
        func check(_ name: String, wanted: String, _ otherwise: (String) -> Finding) {
            guard let value = settings[name] else { return }
            findings.append(value.uppercased() == wanted ? .ok("\(name) = \(value)") : otherwise("\(name) = \(value)"))
        }
        check("binlog_format", wanted: "ROW") {
            .fatal(.binlogFormatNotRow, "\($0): changes are logged as statements, their rows are not known")
        }
        check("binlog_row_image", wanted: "FULL") {
            .warning(.binlogRowImage, "\($0): columns that an update leaves alone are missing in its record")
        }
        if settings["binlog_row_metadata"] == nil {
            findings.append(
                .fatal(.rowMetadataNotFull, "binlog_row_metadata is not there", SourceErrorCode.serverTooOld.remedy)
            )
        }
        check("binlog_row_metadata", wanted: "FULL") {
            .warning(
                .rowMetadataNotFull,
                "\($0): columns are not named in the binlog, so definitions are followed through its DDL; where one is "
                    + "not certain, its table stops"
            )
        }
        check("binlog_row_value_options", wanted: "") {
            .warning(
                .binlogRowImage,
                "\($0): an update of a JSON column may be logged as a difference, which stops the source",
                "SET GLOBAL binlog_row_value_options = ''"
            )
        }
        return findings
    }

    private static func serverId(_ connection: MySQLConnection, _ settings: ServerSettings) throws(SourceError)
        -> Finding
    {
        if settings.serverId == 0 {
            return .fatal(.binlogDisabled, "server_id = 0: the server refuses replicas", "SET GLOBAL server_id = 1")
        }
        guard case .fixed(let id) = connection.options.serverId else { return .ok("server_id: a free one is taken") }
        if id == 0 || id == settings.serverId {
            return .fatal(.serverIdClash, "server_id \(id) is \(id == 0 ? "no replica's id" : "the server's own")")
        }
        guard let replicas = try RegisteredReplica.list(connection) else {
            return .warning(
                .serverIdClash,
                "server_id \(id): the user may not list the replicas, so a clash shows only later",
                "GRANT REPLICATION MASTER ADMIN ON *.* to the source's user, or set `server_id: auto`"
            )
        }
        guard let other = replicas.first(where: { $0.serverId == id }) else { return .ok("server_id \(id) is free") }
        let what = "server_id \(id) is in use by a replica at \(other.host.isEmpty ? "an unnamed host" : other.host)"
        // A running bridge of this machine, or the stream that it lost a moment ago, is no stranger.
        return other.host == ReplicaIdentity.host ? .warning(.serverIdClash, what) : .fatal(.serverIdClash, what)
    }

    /// Databases that the server keeps out of its binlog. Nothing where it may not be asked: that is a finding of its
    /// own.
    private static func filters(
        _ connection: MySQLConnection,
        _ settings: ServerSettings
    ) throws(SourceError) -> [Finding] {
        guard settings["log_bin"] == "ON" else { return [] }
        let table: QueryTable
        do {
            table = try SourcePositions.status(connection)
        } catch  where error.code == .missingGrant {
            return []
        }
        return table.rows.first.map { row in
            ["Binlog_Do_DB", "Binlog_Ignore_DB"].compactMap { name in
                guard let list = table.value(row, name), !list.isEmpty else { return nil }
                return .warning(.binlogFiltered, "\(name) = \(list): not all databases are logged")
            }
        } ?? []
    }

    private static func expiry(_ settings: ServerSettings) -> Finding {
        guard let seconds = settings.binlogExpireSeconds else { return .ok("binlogs never expire") }
        let hours = seconds / 3_600
        guard hours >= 24 else {
            return .warning(
                .purged,
                "binlogs expire after \(hours) h: a bridge that stands still longer loses changes",
                "SET GLOBAL binlog_expire_logs_seconds = 604800"
            )
        }
        return .ok("binlogs expire after \(hours) h")
    }

    private static func gtid(_ settings: ServerSettings) -> Finding {
        let mode = settings["gtid_mode"] ?? "OFF"
        guard mode == "ON" else {
            return .warning(
                .gtidUnknown,
                "gtid_mode = \(mode): a position holds for this server only, not after a failover",
                "switch GTIDs on: enforce_gtid_consistency = ON, then gtid_mode step by step to ON"
            )
        }
        return .ok("gtid_mode = ON")
    }

    private static func checksum(_ settings: ServerSettings) -> Finding {
        let value = settings["binlog_checksum"] ?? "NONE"
        guard value == "CRC32" else {
            return .warning(
                .sourceBinlogDamaged,
                "binlog_checksum = \(value): damage on disk or network goes unnoticed",
                "SET GLOBAL binlog_checksum = CRC32"
            )
        }
        return .ok("binlog_checksum = CRC32")
    }
}
