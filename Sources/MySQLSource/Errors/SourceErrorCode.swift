/// The kinds of failure of a source, by the names that logs and the HTTP API show.
public enum SourceErrorCode: String, Sendable, CaseIterable {
    // Reaching the server.
    case unknownHost, cannotConnect, tlsFailed, authenticationMethod, accessDenied, tooManyConnections, hostBlocked
    // What the server is set to.
    case binlogDisabled, binlogFormatNotRow, binlogRowImage, rowMetadataNotFull, binlogFiltered
    case missingGrant, serverTooOld
    // Where the stream begins, and who reads it.
    case purged, positionInvalid, gtidUnknown, serverIdClash, identityChanged, sourceBinlogDamaged
    // On the way.
    case connectionLost, timeout, serverShutdown, interrupted, eventTooLarge, protocolError, queryFailed, configuration

    /// Whether errors of this kind heal by themselves as a rule.
    public var isRetriable: Bool {
        switch self {
        case .unknownHost, .cannotConnect, .tooManyConnections, .connectionLost, .timeout, .serverShutdown: true
        default: false
        }
    }

    /// What an operator does, in one line, when nothing more exact is known.
    public var remedy: String {
        switch self {
        case .unknownHost: "check the source's `host` and the machine's name resolution; Leat keeps trying"
        case .cannotConnect: "start the server or check `host`, `port` and firewalls; Leat keeps trying"
        case .tlsFailed: "check `tls`, `ca`, `cert` and `key` of the source, and the server's certificate"
        case .authenticationMethod:
            "use caching_sha2_password, mysql_native_password or ed25519 for this user, over TLS where it is demanded"
        case .accessDenied:
            "check `user` and `password` of the source and the hosts the user may come from, then resume it"
        case .tooManyConnections: "raise max_connections on the server or end idle sessions; Leat keeps trying"
        case .hostBlocked: "run FLUSH HOSTS on the server, then resume the source"
        case .binlogDisabled: "start the server with --log-bin"
        case .binlogFormatNotRow: "SET GLOBAL binlog_format = ROW, and restart the applications' sessions"
        case .binlogRowImage: "SET GLOBAL binlog_row_image = FULL"
        case .rowMetadataNotFull: "SET GLOBAL binlog_row_metadata = FULL"
        case .binlogFiltered: "remove binlog_do_db and binlog_ignore_db from the server's configuration"
        case .missingGrant: "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* to the source's user"
        case .serverTooOld: "upgrade to MariaDB 10.5 or MySQL 8.0.1, the first that log full row metadata"
        case .purged:
            "stop leat, `leat position set` to a place that the server has, and accept the gap; keep binlogs longer"
        case .positionInvalid:
            "check it with `leat position show`; if the server was restored, `leat position set` to a place that it has"
        case .gtidUnknown:
            "point the source to a server that has these transactions, or `leat position set` to what this one has"
        case .serverIdClash: "give the source another `server_id`, or `auto`, then resume it"
        case .identityChanged:
            "check `host`; if the server was replaced on purpose, stop leat and `leat position set --new-server`"
        case .sourceBinlogDamaged:
            "check the server's disk and error log; `leat position set` to a place after the damaged event"
        case .connectionLost, .timeout: "check the network and the server's error log; Leat keeps trying"
        case .serverShutdown: "wait for the server to come back; Leat keeps trying"
        case .interrupted: "nothing: it was stopped on request"
        case .eventTooLarge: "raise max_allowed_packet on the server to at most 1 GiB, or split the row"
        case .protocolError:
            "report this with the server's version; it is no MySQL or MariaDB binlog stream that Leat knows"
        case .queryFailed: "check the server's error log and the grants of the source's user"
        case .configuration: "correct the source's configuration"
        }
    }
}
