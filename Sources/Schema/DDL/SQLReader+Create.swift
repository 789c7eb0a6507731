extension SQLReader {
    /// Reads what follows the table's name in CREATE TABLE.
    mutating func createTable(_ head: CreateTable) throws(SQLNotUnderstood) -> DDLStatement {
        var table = head
        if take("LIKE") {
            return .createTableLike(table.name, source: try tableName(), table.mode)
        }
        guard isAt(symbol: 0x28) else { throw SQLNotUnderstood("the columns come from a query") }
        advance()
        if take("LIKE") {
            let source = try tableName()
            try expect(symbol: 0x29)
            return .createTableLike(table.name, source: source, table.mode)
        }
        repeat {
            guard table.keys.count < 512 else { throw SQLNotUnderstood("more than 512 keys") }
            if let columns = try period() {
                table.periods += columns
            } else if isAtKey {
                if let key = try key() { table.keys.append(key) }
            } else {
                guard table.columns.count < 4096 else { throw SQLNotUnderstood("more than 4,096 columns") }
                let column = try column()
                if column.isPrimary {
                    table.keys.append(DDLKey(kind: .primary, name: nil, columns: [column.name]))
                } else if column.isUnique {
                    table.keys.append(DDLKey(kind: .unique, name: nil, columns: [column.name]))
                }
                table.columns.append(column)
            }
        } while take(symbol: 0x2C)
        try expect(symbol: 0x29)
        try tableOptions(&table)
        return .createTable(table)
    }

    private mutating func tableOptions(_ table: inout CreateTable) throws(SQLNotUnderstood) {
        while !isAtEnd {
            if isAt("PARTITION") { return try afterPartitions() }
            if isAt("SELECT") || isAt("AS") || isAt("VALUES") || isAt("REPLACE") || isAt("IGNORE") || isAt("TABLE") {
                throw SQLNotUnderstood("some columns come from a query")
            }
            if take("START") { return try expect("TRANSACTION") }
            if take("WITH") {
                guard take("SYSTEM", "VERSIONING") else { throw unexpected("SYSTEM VERSIONING") }
                table.isVersioned = true
                continue
            }
            if try charsetOption(&table.charset) { continue }
            if isAt(symbol: 0x28) { try skipParentheses() } else { advance() }
        }
    }

    /// Partitions change no column, but a query may follow them.
    private mutating func afterPartitions() throws(SQLNotUnderstood) {
        while !isAtEnd {
            if isAt("SELECT") || isAt("AS") { throw SQLNotUnderstood("some columns come from a query") }
            if isAt(symbol: 0x28) { try skipParentheses() } else { advance() }
        }
    }

    /// Reads `[DEFAULT] CHARACTER SET [=] x` or `[DEFAULT] COLLATE [=] x`.
    mutating func charsetOption(_ charset: inout DefaultCharset) throws(SQLNotUnderstood) -> Bool {
        if isAt("DEFAULT", "CHARACTER") || isAt("DEFAULT", "CHARSET") || isAt("DEFAULT", "COLLATE")
            || isAt("DEFAULT", "CHAR")
        {
            advance()
        }
        if take("CHARACTER", "SET") || take("CHAR", "SET") || take("CHARSET") {
            _ = take(symbol: 0x3D)
            charset.charset = try charsetName()
            return true
        }
        guard take("COLLATE") else { return false }
        _ = take(symbol: 0x3D)
        charset.collation = try charsetName()
        return true
    }
}
