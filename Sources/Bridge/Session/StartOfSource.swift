import Binlog
import MySQLSource

/// Decides where a source begins that has no position in the queue yet, and in which mode its position is kept. The
/// mode is fixed from then on.
enum StartOfSource {
    /// - Throws: `SourceError` when the server cannot be asked or the configured start does not fit it.
    static func checkpoint(
        _ start: StartPosition, _ connection: MySQLConnection, identity: String
    ) throws(SourceError) -> SourceCheckpoint {
        let positions = try SourcePositions.read(connection)
        switch start {
        case .earliest:
            return try at(positions.earliest, positions, executed: positions.purged, connection, identity)
        case .latest:
            return try at(positions.end, positions, executed: positions.executed, connection, identity)
        case .file(let name, let position):
            return SourceCheckpoint(mode: .file, file: name, position: position, identity: identity)
        case .gtid(let text):
            let mode: SourceCheckpoint.Mode = connection.flavor == .mysql ? .mysqlGTID : .mariadbGTID
            let checked = try check(text, mode, connection)
            return SourceCheckpoint(mode: mode, file: "", position: 4, identity: identity, gtid: checked)
        }
    }

    private static func at(
        _ position: BinlogPosition, _ positions: SourcePositions, executed: GTIDSet?, _ connection: MySQLConnection,
        _ identity: String
    ) throws(SourceError) -> SourceCheckpoint {
        var mode = SourceCheckpoint.Mode.file
        var gtid = ""
        switch connection.flavor {
        case .mysql:
            if try connection.value("SELECT @@global.gtid_mode") == "ON", let executed {
                mode = .mysqlGTID
                gtid = executed.description
            }
        case .mariadb:
            // Every domain that the binlog holds before this place; nil only when the file is gone again.
            if let seed = try SourcePositions.mariadbGTID(at: position, connection) {
                mode = .mariadbGTID
                gtid = seed
            }
        }
        return SourceCheckpoint(
            mode: mode, file: position.file, position: position.position, identity: identity, gtid: gtid)
    }

    private static func check(
        _ text: String, _ mode: SourceCheckpoint.Mode, _ connection: MySQLConnection
    ) throws(SourceError) -> String {
        do {
            return mode == .mysqlGTID ? try GTIDSet(text).description : try MariaDBGTIDPosition(text).description
        } catch {
            throw SourceError(
                .configuration, "start: gtid:\(text) is no GTID position of \(connection.flavor.rawValue): \(error)",
                remedy: "write it as the server prints it: gtid_executed on MySQL, gtid_binlog_pos on MariaDB")
        }
    }
}

extension SourceCheckpoint {
    /// What the server is asked for.
    /// - Parameter isFirst: the very first connection begins at a place in a file, whatever the mode: MySQL, asked for
    ///   everything but an empty set, would pass over files from before GTIDs were switched on.
    func binlogStart(isFirst: Bool) throws(BinlogError) -> BinlogStart {
        switch mode {
        case _ where isFirst && !file.isEmpty: .file(name: file, position: position)
        case .file: .file(name: file, position: position)
        case .mysqlGTID: .mysqlGTID(try GTIDSet(gtid))
        case .mariadbGTID: .mariadbGTID(gtid)
        }
    }
}
