extension DDLStatement {
    /// Reads a statement of the binlog.
    /// - Parameter text: UTF-8.
    init(_ text: [UInt8], rules: SQLRules) {
        var reader = SQLReader(text, rules: rules)
        self = reader.statement()
    }
}

extension SQLReader {
    fileprivate mutating func statement() -> DDLStatement {
        // SET STATEMENT … FOR statement (MariaDB).
        while isAt("SET", "STATEMENT") {
            while token.kind != .end, !isAt("FOR") { advance() }
            advance()
        }
        do throws(SQLNotUnderstood) {
            if take("CREATE") { return try create() }
            if take("ALTER") { return try alter() }
            if take("DROP") { return try drop() }
            if take("RENAME") { return try rename() }
            if take("TRUNCATE") {
                _ = take("TABLE")
                return .truncateTable(try tableName())
            }
            // GRANT, ANALYZE, FLUSH, SET and all others leave the columns as they are.
            return .none
        } catch {
            return .notUnderstood(error)
        }
    }

    /// Objects whose statements change no table's columns.
    private var isAtOtherObject: Bool {
        guard let word else { return false }
        switch word {
        case "view", "procedure", "function", "trigger", "event", "user", "role", "server", "tablespace", "logfile",
            "undo", "resource", "sequence", "package", "library", "definer", "algorithm", "sql", "aggregate",
            "prepare", "instance", "catalog", "masking", "external":
            return true
        // SPATIAL REFERENCE SYSTEM, JSON RELATIONAL DUALITY VIEW.
        case "json": return true
        default: return isAt("SPATIAL", "REFERENCE")
        }
    }

    private mutating func ifNotExists() throws(SQLNotUnderstood) -> Bool {
        guard take("IF") else { return false }
        try expect("NOT")
        try expect("EXISTS")
        return true
    }

    private mutating func create() throws(SQLNotUnderstood) -> DDLStatement {
        let orReplace = take("OR", "REPLACE")
        if isAtOtherObject { return .none }
        if take("TEMPORARY") { return .none }
        if take("TABLE") {
            let mode: DDLStatement.CreateMode = try ifNotExists() ? .ifNotExists : orReplace ? .orReplace : .plain
            let name = try tableName()
            do throws(SQLNotUnderstood) {
                return try createTable(CreateTable(name: name, mode: mode))
            } catch { return .unsure([name], error) }
        }
        if take("DATABASE") || take("SCHEMA") {
            let ifNotExists = try ifNotExists()
            let name = try name()
            return .createDatabase(name, try databaseOptions(), ifNotExists: ifNotExists)
        }
        return try createIndex()
    }

    private mutating func createIndex() throws(SQLNotUnderstood) -> DDLStatement {
        if !take("ONLINE") { _ = take("OFFLINE") }
        var key = DDLKey(kind: .other, name: nil, columns: [])
        if take("UNIQUE") {
            key.kind = .unique
        } else if !take("FULLTEXT"), !take("SPATIAL") {
            _ = take("VECTOR")
        }
        try expect("INDEX")
        _ = try ifNotExists()
        key.name = try name()
        if take("USING") || take("TYPE") { advance() }
        try expect("ON")
        let name = try tableName()
        do throws(SQLNotUnderstood) {
            try keyParts(&key)
            return .createIndex(name, key)
        } catch { return .unsure([name], error) }
    }

    private mutating func alter() throws(SQLNotUnderstood) -> DDLStatement {
        if isAtOtherObject { return .none }
        if take("DATABASE") || take("SCHEMA") {
            let hasName =
                !isAt("DEFAULT") && !isAt("CHARACTER") && !isAt("CHARSET") && !isAt("COLLATE")
                && !isAt("UPGRADE") && !isAt("COMMENT") && !isAt("ENCRYPTION") && !isAt("READ")
            let database = hasName ? try name() : nil
            return .alterDatabase(database, try databaseOptions())
        }
        if !take("ONLINE") { _ = take("OFFLINE") }
        _ = take("IGNORE")
        try expect("TABLE")
        _ = take("IF", "EXISTS")
        let name = try tableName()
        do throws(SQLNotUnderstood) {
            return .alterTable(try alterTable(name))
        } catch {
            return .unsure([name] + otherTables, error)
        }
    }

    /// Tables that the rest of an ALTER that is not understood may name: its new name.
    private var otherTables: [DDLTableName] {
        var rest = self
        var names: [DDLTableName] = []
        while rest.token.kind != .end {
            guard rest.take("RENAME") else {
                rest.advance()
                continue
            }
            if !rest.take("TO") { _ = rest.take("AS") }
            if let name = try? rest.tableName() { names.append(name) }
        }
        return names
    }

    private mutating func drop() throws(SQLNotUnderstood) -> DDLStatement {
        if isAtOtherObject || isAt("TEMPORARY") { return .none }
        if take("TABLE") || take("TABLES") {
            _ = take("IF", "EXISTS")
            var names = [try tableName()]
            while take(symbol: 0x2C) { names.append(try tableName()) }
            return .dropTables(names)
        }
        if take("DATABASE") || take("SCHEMA") {
            _ = take("IF", "EXISTS")
            return .dropDatabase(try name())
        }
        if !take("ONLINE") { _ = take("OFFLINE") }
        try expect("INDEX")
        _ = take("IF", "EXISTS")
        let key = try name()
        try expect("ON")
        return .dropIndex(try tableName(), name: key)
    }

    private mutating func rename() throws(SQLNotUnderstood) -> DDLStatement {
        if isAt("USER") { return .none }
        guard take("TABLE") || take("TABLES") else { throw unexpected("TABLE") }
        _ = take("IF", "EXISTS")
        var renamed: [RenamedTable] = []
        repeat {
            let from = try tableName()
            if take("WAIT") { advance() } else { _ = take("NOWAIT") }
            try expect("TO")
            renamed.append(RenamedTable(from: from, to: try tableName()))
        } while take(symbol: 0x2C)
        return .renameTables(renamed)
    }

    private mutating func databaseOptions() throws(SQLNotUnderstood) -> DefaultCharset {
        var charset = DefaultCharset()
        while !isAtEnd { if try !charsetOption(&charset) { advance() } }
        return charset
    }
}
