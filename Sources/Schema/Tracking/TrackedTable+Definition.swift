import Binlog

extension TrackedTable {
    /// Columns that the table has behind the declared ones. System versioning adds two that can be seen nowhere else.
    var periodColumns: [TrackedColumn] {
        guard versioning == .implicit else { return [] }
        return [("row_start", ColumnSpecification.Period.rowStart), ("row_end", .rowEnd)].map { name, period in
            var column = TrackedColumn(name: name, type: .timestamp)
            column.length = 6
            column.isNullable = false
            column.isInvisible = true
            column.period = period
            return column
        }
    }

    var withoutVersioning: TrackedTable {
        var table = self
        table.versioning = .none
        return table
    }

    /// MariaDB keeps the uniqueness of columns that are too long for an index by a hidden column each.
    private func hashColumns(_ count: Int, _ flavour: FormatDescriptionEvent.Flavour) -> [TrackedColumn] {
        guard flavour == .mariadb, count > 0, count <= keys.count(where: { $0.kind == .unique }) else { return [] }
        return (1...count).map { number in
            var column = TrackedColumn(name: "DB_ROW_HASH_\(number)", type: .bigint)
            column.isUnsigned = true
            column.isNullable = true
            column.isInvisible = true
            column.isGenerated = true
            return column
        }
    }

    /// The definition that the rows after a TABLE_MAP event have, if the table is the event's.
    ///
    /// What the event says of a column counts; names, members and meaning come from here.
    /// - Returns: nil when the table does not fit the event.
    func definition(
        fitting event: TableMapEvent, _ flavour: FormatDescriptionEvent.Flavour
    ) -> TableDefinition? {
        var all = columns + periodColumns
        all += hashColumns(event.columns.count - all.count, flavour)
        guard all.count == event.columns.count else { return nil }
        var definitions: [ColumnDefinition] = []
        definitions.reserveCapacity(all.count)
        for (column, mapped) in zip(all, event.columns) {
            guard column.fits(mapped, hasSignedness: event.hasSignedness, flavour),
                let definition = column.definition(mapped, hasSignedness: event.hasSignedness, flavour)
            else { return nil }
            definitions.append(definition)
        }
        return TableDefinition(
            database: event.database, table: event.table, columns: definitions, primaryKey: fullPrimaryKey)
    }

    /// System versioning makes the end of a row's life a part of the primary key.
    private var fullPrimaryKey: [Int] {
        let key = primaryKey
        guard !key.isEmpty else { return key }
        if versioning == .implicit { return key + [columns.count + 1] }
        if versioning == .explicit, let end = columns.firstIndex(where: { $0.period == .rowEnd }), !key.contains(end) {
            return key + [end]
        }
        return key
    }

    /// The definition without an event to compare it with.
    func definition(
        of name: BinlogError.TableName, _ flavour: FormatDescriptionEvent.Flavour
    ) -> TableDefinition {
        TableDefinition(
            database: name.database, table: name.table,
            columns: (columns + periodColumns).map { $0.definition(flavour) }, primaryKey: fullPrimaryKey)
    }
}

extension TrackedColumn {
    /// - Returns: nil when the values of the column cannot be converted without a charset that nothing tells.
    fileprivate func definition(
        _ column: TableMapColumn, hasSignedness: Bool, _ flavour: FormatDescriptionEvent.Flavour
    ) -> ColumnDefinition? {
        guard let type = column.type else { return nil }
        let collation = collation(flavour, event: column.collation)
        guard collation != nil || !self.type.isCharacter else { return nil }
        return finish(
            ColumnDefinition(
                name: name, type: type, metadata: column.metadata,
                isUnsigned: hasSignedness ? column.isUnsigned : isUnsignedInEvents, isNullable: column.isNullable,
                collation: collation, members: members), flavour)
    }

    fileprivate func definition(_ flavour: FormatDescriptionEvent.Flavour) -> ColumnDefinition {
        let wire = wire(flavour) ?? (type == .char ? .string : .varchar, 0)
        return finish(
            ColumnDefinition(
                name: name, type: wire.type, metadata: wire.metadata, isUnsigned: isUnsignedInEvents,
                isNullable: isNullable ?? true, collation: collation(flavour), members: members),
            flavour)
    }

    private func finish(
        _ definition: ColumnDefinition, _ flavour: FormatDescriptionEvent.Flavour
    ) -> ColumnDefinition {
        var definition = definition
        definition.meaning = meaning(flavour)
        definition.declared = declaration(flavour)
        return definition
    }
}
