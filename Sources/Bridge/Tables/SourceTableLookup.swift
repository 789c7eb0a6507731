import Binlog
import MySQLSource
import Schema

/// Asks the source's INFORMATION_SCHEMA, over a connection of its own that is made when it is first needed, and looks
/// whether the answer is still true of the rows that are being read.
final class SourceTableLookup: TableLookup {
    private let options: SourceOptions
    private let flavour: FormatDescriptionEvent.Flavour
    private let ahead: DDLAhead
    private var connection: MySQLConnection?

    /// - Parameters:
    ///   - foldsNames: the server's lower_case_table_names is not 0.
    ///   - isCancelled: asked during long reading; true ends it.
    init(
        options: SourceOptions, flavour: FormatDescriptionEvent.Flavour, foldsNames: Bool,
        isCancelled: @escaping () -> Bool
    ) {
        self.options = options
        self.flavour = flavour
        ahead = DDLAhead(options: options, flavour: flavour, foldsNames: foldsNames, isCancelled: isCancelled)
    }

    func lookUp(_ name: BinlogError.TableName, at place: BinlogPosition) -> TableLookupResult {
        do {
            let connection = try connected()
            guard let table = try InformationSchemaTable(name, flavour, connection) else { return .absent }
            // After the question: a change that the answer shows stands in the binlog by then.
            try ahead.read(from: place)
            return ahead.change(of: name, after: place).map { .changedSince($0) } ?? .found(table)
        } catch {
            connection = nil
            return .failed("\(error)")
        }
    }

    private func connected() throws(SourceError) -> MySQLConnection {
        if let connection, connection.isOpen { return connection }
        let new = MySQLConnection(options)
        try new.connect()
        connection = new
        return new
    }

}

extension InformationSchemaTable {
    /// The table as the server has it now; nil when it does not show one of this name.
    init?(
        _ name: BinlogError.TableName, _ flavour: FormatDescriptionEvent.Flavour, _ connection: MySQLConnection
    ) throws(SourceError) {
        let table = try connection.query(InformationSchemaQuery.table(database: name.database, table: name.table))
        guard !table.isEmpty else { return nil }
        self.init(
            flavour: flavour, version: connection.serverText, table: table,
            columns: try connection.query(InformationSchemaQuery.columns(database: name.database, table: name.table)),
            keys: try connection.query(InformationSchemaQuery.keys(database: name.database, table: name.table)))
    }
}

extension TableDefinition {
    /// The table as a source has it now; nil when the server does not show it: it is not there, or the user has no right
    /// to it. Rows of an earlier time may have another definition.
    /// - Throws: `SourceError` when the server cannot be asked.
    public static func now(
        database: String, table: String, _ connection: MySQLConnection
    ) throws(SourceError) -> TableDefinition? {
        let name = BinlogError.TableName(database: database, table: table)
        let flavour: FormatDescriptionEvent.Flavour = connection.flavor == .mysql ? .mysql : .mariadb
        return try InformationSchemaTable(name, flavour, connection)?.definition(name, flavour)
    }
}
