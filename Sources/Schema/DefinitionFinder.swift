import Binlog

/// Finds the definition that the rows after a TABLE_MAP event have. Names are never guessed:
///
/// - An event with names (binlog_row_metadata=FULL) describes itself. What it cannot say (that BINARY(16) is a UUID; the
///   declarations) is added where the tracked definition or INFORMATION_SCHEMA has the same columns.
/// - Otherwise the definition that the DDL of the binlog made counts, if it fits the event in number, types, lengths,
///   signs, charsets and nullability of its columns.
/// - Where there is none, or it does not fit, or a statement was not understood, INFORMATION_SCHEMA is asked. Its answer
///   counts if it fits and if no statement between the event and the answer changed the table. What was known before a
///   statement that was not understood never counts again: it could fit and be wrong (two columns of one type that
///   swapped names).
/// - Else the table stops, with the cause and the remedy.
public final class DefinitionFinder {
    public let tracker: SchemaTracker
    private let lookup: (any TableLookup)?
    private let needsDeclarations: Bool

    /// - Parameters:
    ///   - lookup: nil where there is no server to ask (binlog files).
    ///   - needsDeclarations: the output format shows the declared types, so that they are looked up even if nothing else
    ///     is missing.
    public init(tracker: SchemaTracker, lookup: (any TableLookup)?, needsDeclarations: Bool) {
        self.tracker = tracker
        self.lookup = lookup
        self.needsDeclarations = needsDeclarations
    }

    /// - Parameter place: after the event.
    /// - Throws: `SchemaError`; `isRetriable` only when the source could not be asked.
    public func definition(
        for event: TableMapEvent, at place: BinlogPosition
    ) throws(SchemaError) -> TableDefinition {
        event.columns.allSatisfy { $0.name != nil } ? try selfDescribed(event, place) : try tracked(event, place)
    }

    // MARK: - FULL

    private func selfDescribed(
        _ event: TableMapEvent, _ place: BinlogPosition
    ) throws(SchemaError) -> TableDefinition {
        let definition = try TableDefinition(tableMap: event)
        if case .known(let table) = tracker[event.name], let full = merged(definition, table, event) { return full }
        guard needsDeclarations || hasAmbiguousColumns(definition), let lookup,
            case .found(let now) = lookup.lookUp(event.name, at: place), let full = merged(definition, now.table, event)
        else { return definition }
        if let shown = now.table.definition(fitting: event, tracker.flavour), columnWithDoubtfulMembers(shown) == nil {
            tracker.set(event.name, .known(now.table))
        }
        return full
    }

    /// The event's definition with what only the other one says, if it has the same columns.
    private func merged(
        _ definition: TableDefinition, _ table: TrackedTable, _ event: TableMapEvent
    ) -> TableDefinition? {
        guard let other = table.definition(fitting: event, tracker.flavour),
            zip(definition.columns, other.columns).allSatisfy({ $0.name == $1.name })
        else { return nil }
        let columns = zip(definition.columns, other.columns).map { column, other in
            var column = column
            column.meaning = other.meaning
            column.declared = other.declared
            return column
        }
        return TableDefinition(
            database: definition.database, table: definition.table, columns: columns, primaryKey: definition.primaryKey)
    }

    /// MariaDB writes UUID, INET4, INET6 and VECTOR as binary strings of these lengths.
    private func hasAmbiguousColumns(_ definition: TableDefinition) -> Bool {
        guard tracker.flavour == .mariadb else { return false }
        return definition.columns.contains { column in
            guard column.collation == 63 else { return false }
            switch column.type {
            case .string: return column.metadata == 4 || column.metadata == 16
            case .varchar: return column.metadata > 0 && column.metadata % 4 == 0
            default: return false
            }
        }
    }

    /// INFORMATION_SCHEMA is utf8mb3: of a character beyond U+FFFF it shows a question mark.
    private func columnWithDoubtfulMembers(_ definition: TableDefinition) -> String? {
        definition.columns.first { $0.members.contains { $0.contains("?") } }?.name
    }

    // MARK: - MINIMAL and NO_LOG

    private func tracked(
        _ event: TableMapEvent, _ place: BinlogPosition
    ) throws(SchemaError) -> TableDefinition {
        let cause: String
        switch tracker[event.name] {
        case .known(let table):
            if let definition = table.definition(fitting: event, tracker.flavour) { return definition }
            cause = "its definition from the binlog's DDL does not fit its rows"
        case .unsure(let reason): cause = "a statement that changed it was not understood (\(reason))"
        case nil: cause = "its CREATE TABLE was not in what was read of the binlog"
        }
        guard let lookup else { throw .definitionUnknown(event.name, cause: cause) }
        switch lookup.lookUp(event.name, at: place) {
        case .found(let now):
            guard let definition = now.table.definition(fitting: event, tracker.flavour) else {
                throw .definitionUnknown(event.name, cause: cause + ", and INFORMATION_SCHEMA has other columns now")
            }
            if let column = columnWithDoubtfulMembers(definition) {
                throw .definitionUnknown(
                    event.name,
                    cause: cause + ", and INFORMATION_SCHEMA may not show the members of column \(column) as they are")
            }
            tracker.set(event.name, .known(now.table))
            return definition
        case .absent: throw .definitionUnknown(event.name, cause: cause + ", and INFORMATION_SCHEMA does not show it")
        case .changedSince(let what):
            throw .definitionUnknown(event.name, cause: cause + ", and it was changed since then (\(what))")
        case .failed(let why): throw .lookupFailed(event.name, cause: why)
        }
    }
}
