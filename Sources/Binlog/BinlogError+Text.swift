extension BinlogError {
    /// True when reading the same events again over a new connection may help.
    public var isRetriable: Bool {
        switch self {
        case .headerTruncated, .lengthMismatch, .checksumMismatch, .positionMismatch: true
        default: false
        }
    }
}

extension BinlogError: CustomStringConvertible {
    /// What went wrong, in one line.
    public var description: String {
        switch self {
        case .headerTruncated(let bytes): "event of \(bytes) bytes is shorter than an event header"
        case .lengthMismatch(let type, let end, let declared, let received):
            "\(type) event ending at \(end): \(declared) bytes announced, \(received) received"
        case .checksumMismatch(let type, let end, let expected, let computed):
            "\(type) event ending at \(end): CRC-32 is \(computed), the event says \(expected)"
        case .unknownChecksumAlgorithm(let code, let end):
            "Format_desc event ending at \(end): unknown checksum algorithm \(code)"
        case .unsupportedFormat(let version, let length): "binlog format \(version) with \(length)-byte headers"
        case .malformed(let type, let end, let cause): "\(type) event ending at \(end) is malformed: \(cause)"
        case .unknownEvent(let type, let end): "unknown \(type) (code \(type.rawValue)) ending at \(end)"
        case .unsupportedEvent(let type, let end):
            "\(type) event (code \(type.rawValue)) ending at \(end) is not supported yet"
        case .incident(let code, let message, let end):
            "the server reports lost changes before position \(end): \(message) (incident \(code))"
        case .encryptedFile(let end): "the events behind position \(end) are encrypted"
        case .notDecompressed(let type, let end, let why):
            "\(type) event ending at \(end) cannot be decompressed: \(why)"
        case .eventTooLarge(let type, let end, let bytes, let bytesMax):
            "\(type) event ending at \(end) takes \(bytes) bytes, more than the limit of \(bytesMax)"
        case .unexpectedInPayload(let type, let end):
            "the compressed transaction ending at \(end) holds a \(type) event (code \(type.rawValue))"
        case .fragmentsBroken(let end, let what): "fragment of a row event ending at \(end): \(what)"
        case .unsupportedColumn(let table, let column, let type):
            "column \(column) of \(table) has a type that is not supported yet (code \(type))"
        case .columnCountMismatch(let table, let type, let end, let expected, let found):
            "\(type) event ending at \(end): \(found) columns, but the table map of \(table) has \(expected)"
        case .malformedRow(let table, let column, let type, let end, let offset):
            "\(type) event ending at \(end): column \(column) of \(table) is malformed at row byte \(offset)"
        case .rowTooLarge(let table, let column, let end, let bytesMax):
            "row event ending at \(end): with column \(column) a row of \(table) takes more than \(bytesMax) bytes"
        case .partialJSONWithoutDocument(let table, let column, let end):
            "row event ending at \(end): a part of JSON column \(column) of \(table) was updated, "
                + "but the document before is not in the binlog"
        case .partialJSONRejected(let table, let column, let end, let why):
            "row event ending at \(end): the partial update of JSON column \(column) of \(table) does not fit: \(why)"
        case .positionMismatch(let type, let computed, let end):
            "\(type) event ends at \(computed) by its size, but at \(end) (modulo 2^32) by its header"
        case .malformedPosition(let what): what
        }
    }

    /// What the operator can do about it, in one line.
    public var remedy: String {
        switch self {
        case .headerTruncated, .lengthMismatch, .checksumMismatch, .positionMismatch:
            "reconnect; if it comes again, check the file on the server with mysqlbinlog --verify-binlog-checksum"
        case .unknownChecksumAlgorithm: "SET GLOBAL binlog_checksum=CRC32 on the source"
        case .unsupportedFormat: "use a source of MySQL 8.4 or later or MariaDB 10.11 or later"
        case .malformed, .malformedRow, .columnCountMismatch, .notDecompressed, .unexpectedInPayload,
            .fragmentsBroken, .partialJSONRejected:
            "check the file on the server with mysqlbinlog; if that reads it, report this as a bug"
        case .unknownEvent: "the source is newer than this version knows: upgrade, or skip the transaction"
        case .encryptedFile: "read the binlog from the server, which decrypts it"
        case .eventTooLarge: "keep rows below that size on the source, and skip the transaction"
        case .rowTooLarge: "raise queue.record_bytes_max, then restart leat"
        case .partialJSONWithoutDocument:
            "SET GLOBAL binlog_row_value_options='' (or binlog_row_image=FULL) on the source, and skip the transaction"
        case .unsupportedEvent: "SET GLOBAL binlog_format=ROW on the source, or skip the transaction"
        case .incident: "take the missing rows from the source again, then skip the event"
        case .unsupportedColumn: "leave the table out of `capture`"
        case .malformedPosition: "write it as the server prints it"
        }
    }
}
