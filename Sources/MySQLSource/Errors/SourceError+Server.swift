import Glibc

/// What a client was doing when the server or the library refused.
enum SourceActivity: String {
    case connecting = "cannot connect to"
    case querying = "query failed on"
    case dumping = "binlog stream ended by"
}

extension SourceError {
    /// Makes an error of the numbers and texts that servers (MySQL "Server Error Message Reference", MariaDB "Error
    /// Codes") and the client library (`errmsg.h`) give.
    static func classify(
        number: UInt32,
        text: String,
        while activity: SourceActivity,
        options: SourceOptions,
        isTLS: Bool = false
    ) -> SourceError {
        let code = code(number: number, text: text, activity: activity)
        return SourceError(
            code,
            "\(activity.rawValue) \(options.address) as \(options.user)",
            remedy: remedy(code, options, text, isTLS),
            number: number,
            serverText: oneLine(text),
            isRetriable: retriable(code, options)
        )
    }

    private static func code(number: UInt32, text: String, activity: SourceActivity) -> SourceErrorCode {
        switch number {
        case 1236: return dumpCode(text)
        case 1044, 1045, 1130, 1698, 1820, 1862, 3118, 3159, 4151: return .accessDenied
        case 1142, 1143, 1227, 1370: return .missingGrant
        case 1040, 1041, 1135, 1203, 1226: return .tooManyConnections
        case 1129: return .hostBlocked
        case 1251, 1524, 1275, 2049, 2058, 2059, 2061, 5010: return .authenticationMethod
        case 4052: return .serverIdClash
        case 1381, 1373: return .binlogDisabled
        case 1153, 2020: return .eventTooLarge
        case 1053, 1077, 1079, 1927, 3032, 3168, 3169, 4031: return .serverShutdown
        case 1317: return activity == .dumping ? .connectionLost : .queryFailed
        case 1158, 1159, 1160, 1161: return .connectionLost
        case 2001, 2002, 2003, 2004, 2009: return .cannotConnect
        case 2005: return .unknownHost
        case 2006, 2013, 2055: return activity == .connecting ? .cannotConnect : .connectionLost
        case 2026: return tlsCode(text, activity)
        case 2007, 2012, 2014, 2027: return .protocolError
        default: return activity == .querying ? .queryFailed : .protocolError
        }
    }

    /// 2026 (CR_SSL_CONNECTION_ERROR) stands for bad certificates, and on TLS connections also for every broken socket.
    private static func tlsCode(_ text: String, _ activity: SourceActivity) -> SourceErrorCode {
        if ["(\(ETIMEDOUT))", "(\(EAGAIN))"].contains(where: text.contains) {
            return activity == .connecting ? .cannotConnect : .timeout
        }
        let broken = ["(\(ECONNRESET))", "(\(EPIPE))", "(\(EINTR))", "unexpected eof"]
        if activity != .connecting { return .connectionLost }
        return broken.contains(where: text.contains) ? .cannotConnect : .tlsFailed
    }

    /// 1236 (ER_MASTER_FATAL_ERROR_READING_BINLOG) carries every refusal of a dump; only its text tells them apart.
    private static func dumpCode(_ text: String) -> SourceErrorCode {
        let known: [(String, SourceErrorCode)] = [
            ("could not find first log", .purged),
            ("could not find gtid state", .purged),
            ("purged", .purged),
            ("could not open log file", .purged),
            ("same server_uuid/server_id", .serverIdClash),
            ("same server_id", .serverIdClash),
            ("impossible position", .positionInvalid),
            ("past the end", .positionInvalid),
            ("> file size", .positionInvalid),
            ("not in the master's binlog", .gtidUnknown),
            ("more gtids than", .gtidUnknown),
            ("binary log is not open", .binlogDisabled),
            ("server_id was not set", .binlogDisabled),
            ("server id not set", .binlogDisabled),
            ("exceeded max_allowed_packet", .eventTooLarge),
            ("crc", .sourceBinlogDamaged),
            ("bogus data", .sourceBinlogDamaged),
            ("log event", .sourceBinlogDamaged),
            ("i/o error", .sourceBinlogDamaged),
        ]
        let text = text.lowercased()
        return known.first { text.contains($0.0) }?.1 ?? .positionInvalid
    }

    private static func remedy(
        _ code: SourceErrorCode,
        _ options: SourceOptions,
        _ text: String,
        _ isTLS: Bool
    ) -> String? {
        switch code {
        case .accessDenied where !isTLS && options.tls.mode == .disabled && text.contains("caching_sha2"):
            "set `tls: preferred` for this source: the user's password cannot be sent in plain text"
        case .tlsFailed where text.contains("does not support"):
            "switch TLS on at the server (ssl_cert, ssl_key), or set `tls: preferred` and accept plain text"
        default: nil
        }
    }

    private static func retriable(_ code: SourceErrorCode, _ options: SourceOptions) -> Bool? {
        // With an automatic id the next attempt takes another one.
        code == .serverIdClash ? options.serverId == .automatic : nil
    }

    /// The words without line breaks and without the bytes that libmariadb puts before an unexpected plugin's name
    /// (5010).
    private static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { $0.value == 0x0A || $0.value == 0x0D ? " " : $0 }
        return String(
            String.UnicodeScalarView(scalars.filter { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" })
        )
    }
}
