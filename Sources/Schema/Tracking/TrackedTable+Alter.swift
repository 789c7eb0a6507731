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
        if let converted {
            try table.checkConversion(of: alter, to: converted, context)
            table.convert(to: converted)
            table.restoreBinaryCollations(alter)
        }
        return table
    }

    /// Where the servers do what nobody would: INFORMATION_SCHEMA has to tell.
    private func checkConversion(
        of alter: AlterTable, to collation: UInt32?, _ context: DDLContext
    ) throws(SQLNotUnderstood) {
        // MySQL mixes the old length of a BLOB or TEXT into the new one when the same statement modifies the column.
        for case .change(_, let column, _, _) in alter.clauses where column.type.kind == .text {
            throw SQLNotUnderstood("CONVERT TO and a changed TEXT or BLOB in one statement")
        }
        // MariaDB takes the bytes of members over as they are: 'a' in ucs2 becomes a member of two characters.
        guard context.flavour == .mariadb, columns.contains(where: { $0.type == .enumeration || $0.type == .set })
        else {
            return
        }
        let wide = { (number: UInt32?) in number.flatMap { Charset(collation: $0)?.isWide } ?? true }
        for column in columns where column.type == .enumeration || column.type == .set {
            guard column.collation != 63, wide(column.collation) || wide(collation) else { continue }
            throw SQLNotUnderstood("CONVERT TO between charsets of one and of more bytes a character")
        }
    }

    /// The attribute BINARY of a column in the same statement still counts.
    private mutating func restoreBinaryCollations(_ alter: AlterTable) {
        for clause in alter.clauses {
            let column: ColumnSpecification
            switch clause {
            case .add(let new, _, _), .change(_, let new, _, _): column = new
            default: continue
            }
            guard column.type.hasBinaryCollation, let index = index(of: column.name),
                let charset = columns[index].collation.flatMap({ Charset(collation: $0) })
            else { continue }
            columns[index].collation = Collations.binaryNumber(of: charset)
        }
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
    /// In the order of the statement: new columns, and old ones that move (with their index). One that moves keeps its
    /// old place until its turn comes.
    private var placed: [(column: TrackedColumn, old: Int?, place: AlterTable.Place)] = []
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
            placed.append((try TrackedColumn(column, tableCollation: tableCollation, context), nil, place))
        case .change(let name, let column, let place, let ifExists):
            guard let index = try find(name, ifExists: ifExists) else { return }
            let new = try TrackedColumn(column, tableCollation: tableCollation, context)
            if new.name.lowercased() != name.lowercased() { renamed.append((name, new.name)) }
            replacement[index] = new
            if let place { placed.append((new, index, place)) }
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
        var columns: [(column: TrackedColumn, old: Int?)] = []
        columns.reserveCapacity(table.columns.count + placed.count)
        for index in table.columns.indices where !isDropped[index] {
            columns.append((replacement[index] ?? table.columns[index], index))
        }
        for (column, old, place) in placed {
            if let old {
                guard let at = columns.firstIndex(where: { $0.old == old }) else {
                    throw SQLNotUnderstood("column \(column.name), which is dropped and changed")
                }
                columns.remove(at: at)
            }
            switch place {
            case .last: columns.append((column, old))
            case .first: columns.insert((column, old), at: 0)
            case .after(let name):
                guard columns.count < 4096, let index = columns.firstIndex(where: { $0.column.hasName(name) }) else {
                    throw SQLNotUnderstood("column \(name), which the table is not known to have")
                }
                columns.insert((column, old), at: index + 1)
            }
        }
        let map = Dictionary(renamed.map { ($0.0.lowercased(), $0.1) }, uniquingKeysWith: { $1 })
        for index in table.keys.indices {
            table.keys[index].columns = table.keys[index].columns.map { map[$0.lowercased()] ?? $0 }
        }
        table.columns = columns.map(\.column)
        try table.checkNames()
        // A changed column of a primary key stays NOT NULL.
        for key in table.keys where key.kind == .primary { table.add(key) }
        for key in newKeys { table.add(key) }
        if table.versioning == .implicit, table.hasPeriod { table.versioning = .explicit }
        return table
    }
}
