extension SQLReader {
    mutating func tableName() throws(SQLNotUnderstood) -> DDLTableName {
        // ".t" stands for a table of the session's database.
        if take(symbol: 0x2E) { return DDLTableName(database: nil, table: try name()) }
        let first = try name()
        // A name may stand right behind the point, be it a number's digits or a keyword.
        guard take(symbol: 0x2E) else {
            guard token.kind == .number, source(token.start, token.start + 1) == "." else {
                return DDLTableName(database: nil, table: first)
            }
            let table = source(token.start + 1, token.end)
            advance()
            return DDLTableName(database: first, table: table)
        }
        guard token.kind != .number else {
            let table = source(token.start, token.end)
            advance()
            return DDLTableName(database: first, table: table)
        }
        return DDLTableName(database: first, table: try name())
    }

    /// True when the element of a table definition that comes next is a key or constraint, not a column.
    var isAtKey: Bool {
        guard token.kind == .word else { return false }
        if isAt("CONSTRAINT") || isAt("PRIMARY") || isAt("UNIQUE") || isAt("INDEX") || isAt("KEY")
            || isAt("FULLTEXT") || isAt("SPATIAL") || isAt("FOREIGN") || isAt("CHECK")
        {
            return true
        }
        return isAt("PERIOD", "FOR") || isAt("VECTOR", "INDEX") || isAt("VECTOR", "KEY")
    }

    /// Reads `PERIOD FOR name (from, to)`; nil when something else comes.
    mutating func period() throws(SQLNotUnderstood) -> [String]? {
        guard take("PERIOD", "FOR") else { return nil }
        _ = try name()
        try expect(symbol: 0x28)
        var columns = [try name()]
        try expect(symbol: 0x2C)
        columns.append(try name())
        try expect(symbol: 0x29)
        return columns
    }

    /// Reads a key or constraint of a table.
    /// - Returns: nil for what is no key.
    mutating func key() throws(SQLNotUnderstood) -> DDLKey? {
        var symbol: String?
        if take("CONSTRAINT") {
            if take("IF", "NOT") { try expect("EXISTS") }
            if !isAt("PRIMARY"), !isAt("UNIQUE"), !isAt("FOREIGN"), !isAt("CHECK") { symbol = try name() }
        }
        if isAt("CHECK") {
            try skipToComma()
            return nil
        }
        if take("FOREIGN") {
            try expect("KEY")
            try skipToComma()
            // InnoDB adds an index of its own where none serves; it has no part in the table's definition.
            return nil
        }
        if take("PRIMARY") {
            try expect("KEY")
            return try keyColumns(.primary, name: nil)
        }
        if take("UNIQUE") {
            if !take("INDEX") { _ = take("KEY") }
            return try keyColumns(.unique, name: symbol)
        }
        if take("FULLTEXT") || take("SPATIAL") || take("VECTOR") {
            if !take("INDEX") { _ = take("KEY") }
        } else {
            guard take("INDEX") || take("KEY") else { throw unexpected("a key") }
        }
        return try keyColumns(.other, name: nil)
    }

    /// Reads `[IF NOT EXISTS] [name] [USING type] (columns) options`, up to a comma or the closing parenthesis.
    private mutating func keyColumns(
        _ kind: DDLKey.Kind, name: String?
    ) throws(SQLNotUnderstood) -> DDLKey {
        var key = DDLKey(kind: kind, name: name, columns: [])
        if take("IF", "NOT") { try expect("EXISTS") }
        if !isAt(symbol: 0x28), !isAt("USING"), !isAt("TYPE") { key.name = try self.name() }
        if take("USING") || take("TYPE") { advance() }
        try keyParts(&key)
        try skipToComma()
        return key
    }

    mutating func keyParts(_ key: inout DDLKey) throws(SQLNotUnderstood) {
        try expect(symbol: 0x28)
        repeat {
            if isAt(symbol: 0x28) {
                try skipParentheses()
                key.hasPartialColumns = true
            } else {
                let column = try name()
                // MariaDB: a period in a key that may not overlap.
                if take("WITHOUT") { try expect("OVERLAPS") } else { key.columns.append(column) }
                if isAt(symbol: 0x28) {
                    try skipParentheses()
                    key.hasPartialColumns = true
                }
            }
            if !take("ASC") { _ = take("DESC") }
        } while take(symbol: 0x2C)
        try expect(symbol: 0x29)
    }
}
