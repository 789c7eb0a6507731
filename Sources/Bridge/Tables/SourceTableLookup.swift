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
            guard let table = try read(name, connection) else { return .absent }
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
