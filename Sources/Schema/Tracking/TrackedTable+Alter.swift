extension TrackedTable {
    /// The table after an ALTER TABLE. All clauses apply at once, as on the server: names in them are the old ones.
    ///
    /// - Throws: `SQLNotUnderstood` when the clauses do not fit the table: then one of the two is wrong.
    func altered(
        by alter: AlterTable, databaseCollation: UInt32?, _ context: DDLContext
    ) throws(SQLNotUnderstood) -> TrackedTable {
        var change = TableChange(self)
        var converted: UInt32??
        for clause in alter.clauses {
            if case .defaultCharset(let charset) = clause {
                change.table.collation = try context.collation(charset, inherited: change.table.collation)
            }
            if case .convert(let charset) = clause {
                let collation =
                    try charset.map { charset throws(SQLNotUnderstood) in
                        try context.collation(charset, inherited: databaseCollation)
                    } ?? context.convertDefault(databaseCollation)
                change.table.collation = collation
                converted = .some(collation)
            }
        }
        let tableCollation = change.table.collation
        for clause in alter.clauses { try change.note(clause, tableCollation: tableCollation, context) }
        var table = try change.finish()
        if let converted { table.convert(to: converted) }
        return table
    }

    /// CONVERT TO CHARACTER SET: all text takes the new charset; TEXT columns grow so that the same number of characters
    /// fits.
    private mutating func convert(to collation: UInt32?) {
        for index in columns.indices where columns[index].type.hasCollation {
            guard columns[index].collation != 63 else { continue }
            let oldWidth = columns[index].characterBytesMax
            columns[index].collation = collation
            guard columns[index].type == .text, let oldWidth, let width = columns[index].characterBytesMax,
                width > oldWidth
            else { continue }
            let bytes: Int
            switch columns[index].lengthBytes {
            case 1: bytes = 0xFF
            case 2: bytes = 0xFFFF
            case 3: bytes = 0xFF_FFFF
            default: continue
            }
            columns[index].lengthBytes = TrackedColumn.lengthBytes(forBytes: bytes / oldWidth * width)
        }
    }
}

/// An ALTER TABLE in the making: what becomes of each old column, and what comes to them.
private struct TableChange {
    var table: TrackedTable
    private var isDropped: [Bool]
    private var replacement: [Int: TrackedColumn] = [:]
    /// In the order of the statement: new columns, and old ones that move.
    private var placed: [(column: TrackedColumn, place: AlterTable.Place)] = []
    /// Old name, new name, both as written.
    private var renamed: [(String, String)] = []
    private var newKeys: [DDLKey] = []
    private var names: [String: Int] = [:]

    init(_ table: TrackedTable) {
        self.table = table
        isDropped = Array(repeating: false, count: table.columns.count)
        for (index, column) in table.columns.enumerated() { names[column.name.lowercased()] = index }
    }

    private func find(_ name: String, ifExists: Bool) throws(SQLNotUnderstood) -> Int? {
        if let index = names[name.lowercased()] { return index }
        guard ifExists else { throw SQLNotUnderstood("column \(name), which the table is not known to have") }
        return nil
    }

    mutating func note(
        _ clause: AlterTable.Clause, tableCollation: UInt32?, _ context: DDLContext
    ) throws(SQLNotUnderstood) {
        switch clause {
        case .add(let column, let place, let ifNotExists):
            if ifNotExists, names[column.name.lowercased()] != nil { return }
            placed.append((try TrackedColumn(column, tableCollation: tableCollation, context), place))
        case .change(let name, let column, let place, let ifExists):
            guard let index = try find(name, ifExists: ifExists) else { return }
            let new = try TrackedColumn(column, tableCollation: tableCollation, context)
            if new.name.lowercased() != name.lowercased() { renamed.append((name, new.name)) }
            if let place {
                isDropped[index] = true
                placed.append((new, place))
            } else {
                replacement[index] = new
            }
        case .drop(let name, let ifExists):
            guard let index = try find(name, ifExists: ifExists) else { return }
            isDropped[index] = true
            dropFromKeys(name)
        case .renameColumn(let name, let new, let ifExists):
            guard let index = try find(name, ifExists: ifExists) else { return }
            var column = replacement[index] ?? table.columns[index]
            column.name = new
            replacement[index] = column
            renamed.append((name, new))
        case .setDefault(let name, let expression):
            if let index = try find(name, ifExists: true) { table.columns[index].defaultExpression = expression }
        case .setInvisible(let name, let isInvisible):
            if let index = try find(name, ifExists: true) { table.columns[index].isInvisible = isInvisible }
        case .setNotNull(let name):
            if let index = try find(name, ifExists: true) { table.columns[index].isNullable = false }
        case .addKey(let key):
            guard newKeys.count < 512 else { throw SQLNotUnderstood("more than 512 keys") }
            newKeys.append(key)
        case .dropKey(let name): table.dropKey(name)
        case .renameKey(let name, let new):
            let folded = name.lowercased()
            for index in table.keys.indices where table.keys[index].name?.lowercased() == folded {
                table.keys[index].name = new
            }
        case .addVersioning: table.versioning = .implicit
        case .dropVersioning:
            table.versioning = .none
            for index in table.columns.indices where table.columns[index].period != .none {
                table.columns[index].period = .none
            }
        case .defaultCharset, .convert, .rename, .convertPartition, .convertTable: break
        }
    }

    /// A key loses the column; without columns it is gone.
    private mutating func dropFromKeys(_ name: String) {
        let folded = name.lowercased()
        for index in table.keys.indices { table.keys[index].columns.removeAll { $0.lowercased() == folded } }
        table.keys.removeAll { $0.columns.isEmpty && !$0.hasPartialColumns }
    }

    mutating func finish() throws(SQLNotUnderstood) -> TrackedTable {
        var columns: [TrackedColumn] = []
        columns.reserveCapacity(table.columns.count + placed.count)
        for index in table.columns.indices where !isDropped[index] {
            columns.append(replacement[index] ?? table.columns[index])
        }
        for (column, place) in placed {
            switch place {
            case .last: columns.append(column)
            case .first: columns.insert(column, at: 0)
            case .after(let name):
                guard columns.count < 4096, let index = columns.firstIndex(where: { $0.hasName(name) }) else {
                    throw SQLNotUnderstood("column \(name), which the table is not known to have")
                }
                columns.insert(column, at: index + 1)
            }
        }
        let map = Dictionary(renamed.map { ($0.0.lowercased(), $0.1) }, uniquingKeysWith: { $1 })
        for index in table.keys.indices {
            table.keys[index].columns = table.keys[index].columns.map { map[$0.lowercased()] ?? $0 }
        }
        table.columns = columns
        try table.checkNames()
        // A changed column of a primary key stays NOT NULL.
        for key in table.keys where key.kind == .primary { table.add(key) }
        for key in newKeys { table.add(key) }
        if table.versioning == .implicit, table.hasPeriod { table.versioning = .explicit }
        return table
    }
}
