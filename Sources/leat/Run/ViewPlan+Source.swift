import Bridge
import Expressions
import LeatConfiguration
import Logging
import MySQLSource
import Schema
import Views

/// What the sources say of views before anything is read: a misspelt column is refused where it is written, and not when
/// the first row comes.
extension ViewPlan {
    /// Asks the sources of views that never ran before. A view that has run is not asked for: after a restart it must not
    /// stand in the way of everything else, and stops by name if it has to.
    ///
    /// A source that does not answer is no fault: its tables are looked at when their first rows come.
    mutating func checkNewViews(_ configuration: LeatConfiguration, logger: Logger) {
        let directory = configuration.queue.viewsDirectory
        let new = Set(definitions.filter { !$0.hasRun(in: directory) }.map(\.name))
        for source in configuration.sources {
            let names = definitions.filter { new.contains($0.name) && $0.sources[0].source == source.name }.map(\.name)
            guard !names.isEmpty else { continue }
            var options = source.sourceOptions
            options.connectTimeoutSeconds = min(options.connectTimeoutSeconds, Self.answerSecondsMax)
            options.readTimeoutSeconds = min(options.readTimeoutSeconds, Self.answerSecondsMax)
            let connection = MySQLConnection(options)
            defer { connection.close() }
            do {
                try connection.connect()
                for table in try check(names, of: source, connection) {
                    logger.notice("\(table) is not there yet, or leat may not see it: its columns are not checked")
                }
            } catch {
                logger.notice(
                    "the columns of \(names.joined(separator: ", ")) are not checked: source \(source.name): \(error.what)"
                )
            }
        }
    }

    /// A start waits no longer than this for a source that does not answer: it may be down, or an ALTER under way locks
    /// what is asked for.
    private static let answerSecondsMax = 3

    /// Compares views of a source with its tables: `issues` has what does not fit; the definitions of those that do go
    /// with the views.
    /// - Returns: tables that the server does not show.
    /// - Throws: `SourceError` when it cannot be asked.
    mutating func check(
        _ names: [String], of source: SourceConfiguration, _ connection: MySQLConnection
    ) throws(SourceError) -> [String] {
        var unseen: [String] = []
        let rowImage = try connection.value("SELECT @@global.binlog_row_image") ?? ""
        for index in definitions.indices where names.contains(definitions[index].name) {
            let view = definitions[index]
            guard rowImage.uppercased() == "FULL" else {
                refuse(
                    places[index],
                    "source \(source.name) has binlog_row_image = \(rowImage): rows lack columns that the view may read",
                    remedy: "SET GLOBAL binlog_row_image = FULL, also in the server's configuration, then reconnect "
                        + "its clients")
                continue
            }
            for (place, table) in view.sources.enumerated() {
                let found = try TableDefinition.now(database: table.database, table: table.table, connection)
                definitions[index].assumedTables[place] = found
                if found == nil { unseen.append("table \(table.database).\(table.table) of view \(view.name)") }
            }
            let tables = definitions[index].assumedTables.compactMap(\.self)
            guard tables.count == view.sources.count else { continue }
            do throws(ExpressionError) { _ = try View(view.query, tables: tables, options: view.options) } catch {
                refuse(places[index], error)
            }
        }
        return unseen
    }
}
