import Binlog
import MySQLSource
import Schema

/// Asks the source's INFORMATION_SCHEMA, over a connection of its own that is made when it is first needed.
final class SourceTableLookup: TableLookup {
    private let options: SourceOptions
    private let flavour: FormatDescriptionEvent.Flavour
    private var connection: MySQLConnection?

    init(options: SourceOptions, flavour: FormatDescriptionEvent.Flavour) {
        self.options = options
        self.flavour = flavour
    }

    func lookUp(_ name: BinlogError.TableName) -> TableLookupResult {
        do throws(SourceError) {
            let connection = try connected()
            guard let table = try read(name, connection) else { return .absent }
            return .found(table)
        } catch {
            connection = nil
            return .failed(error.description)
        }
    }

    private func connected() throws(SourceError) -> MySQLConnection {
        if let connection, connection.isOpen { return connection }
        let new = MySQLConnection(options)
        try new.connect()
        connection = new
        return new
    }

    private func read(
        _ name: BinlogError.TableName, _ connection: MySQLConnection
    ) throws(SourceError) -> InformationSchemaTable? {
        let table = try connection.query(InformationSchemaQuery.table(database: name.database, table: name.table))
        guard !table.isEmpty else { return nil }
        return InformationSchemaTable(
            flavour: flavour, version: connection.serverText, table: table,
            columns: try connection.query(InformationSchemaQuery.columns(database: name.database, table: name.table)),
            keys: try connection.query(InformationSchemaQuery.keys(database: name.database, table: name.table)))
    }
}
