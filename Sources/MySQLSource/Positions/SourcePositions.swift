import Binlog

/// The places in a server's binlog that it can name now.
public struct SourcePositions: Sendable, Equatable {
    /// The begin of the oldest file that the server still has.
    public let earliest: BinlogPosition
    /// The end of the binlog: the next event will stand here.
    public let end: BinlogPosition
    /// The files, oldest first.
    public let files: [BinlogFile]
    /// MySQL: `gtid_executed`; empty with GTIDs off, nil on MariaDB.
    public let executed: GTIDSet?
    /// MySQL: `gtid_purged`, what no file holds any more; nil on MariaDB.
    public let purged: GTIDSet?
    /// MariaDB: `gtid_binlog_pos`; nil on MySQL.
    public let mariadbGTID: String?

    /// Asks the server.
    ///
    /// - Throws: `SourceError`: `.binlogDisabled`, `.missingGrant`, or the connection's end.
    public static func read(_ connection: MySQLConnection) throws(SourceError) -> SourcePositions {
        let end = try currentEnd(connection)
        let files = try binlogFiles(connection)
        let first = files.first?.name ?? end.file
        let earliest = BinlogPosition(file: first, position: 4)
        guard connection.flavor == .mysql else {
            let gtid = try connection.value("SELECT @@global.gtid_binlog_pos")
            return SourcePositions(
                earliest: earliest,
                end: end,
                files: files,
                executed: nil,
                purged: nil,
                mariadbGTID: gtid ?? ""
            )
        }
        return SourcePositions(
            earliest: earliest,
            end: end,
            files: files,
            executed: try gtidSet(connection, "gtid_executed"),
            purged: try gtidSet(connection, "gtid_purged"),
            mariadbGTID: nil
        )
    }

    /// The end of the binlog alone: one cheap statement, for lag.
    public static func currentEnd(_ connection: MySQLConnection) throws(SourceError) -> BinlogPosition {
        let table = try status(connection)
        guard let row = table.rows.first, let file = table.value(row, "File"),
            let position = table.value(row, "Position").flatMap({ UInt64($0) })
        else { throw SourceError(.binlogDisabled, "\(connection.options.address) writes no binlog") }
        return BinlogPosition(file: file, position: position)
    }

    static func status(_ connection: MySQLConnection) throws(SourceError) -> QueryTable {
        let hasNewName = connection.flavor == .mysql && connection.serverVersion >= ServerVersion(8, 2)
        return try connection.table(hasNewName ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS")
    }

    /// The files that the server has, oldest first.
    public static func binlogFiles(_ connection: MySQLConnection) throws(SourceError) -> [BinlogFile] {
        let table = try connection.table("SHOW BINARY LOGS")
        return table.rows.compactMap { row in
            guard let name = table.value(row, "Log_name") else { return nil }
            return BinlogFile(name: name, bytes: table.value(row, "File_size").flatMap { UInt64($0) } ?? 0)
        }
    }

    /// MariaDB: the GTIDs up to a place in a file that the server still has; nil when it has not. The place must be
    /// an event's begin, else the server names an earlier one.
    public static func mariadbGTID(
        at position: BinlogPosition,
        _ connection: MySQLConnection
    ) throws(SourceError) -> String? {
        try connection.value("SELECT BINLOG_GTID_POS(\(connection.literal(position.file)), \(position.position))")
    }

    private static func gtidSet(_ connection: MySQLConnection, _ variable: String) throws(SourceError) -> GTIDSet {
        let text = try connection.value("SELECT @@global.\(variable)") ?? ""
        do {
            return try GTIDSet(text)
        } catch {
            throw SourceError(
                .protocolError,
                "\(connection.options.address) has a \(variable) that Leat cannot read: \(error)"
            )
        }
    }
}

/// One of a server's binlog files.
public struct BinlogFile: Sendable, Equatable {
    public let name: String
    /// Size when it was asked for; the last file grows.
    public let bytes: UInt64

    public init(name: String, bytes: UInt64) {
        self.name = name
        self.bytes = bytes
    }
}
