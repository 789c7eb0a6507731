extension SQLReader {
    /// Reads what follows the table's name in ALTER TABLE.
    mutating func alterTable(_ name: DDLTableName) throws(SQLNotUnderstood) -> AlterTable {
        var table = AlterTable(name: name)
        if take("WAIT") { advance() } else { _ = take("NOWAIT") }
        if isAtEnd { return table }
        repeat {
            // Options of a table may stand behind one another without commas, and ORDER BY has commas of its own.
            while !isAtEnd, !isAt(symbol: 0x2C) {
                if take("ORDER") { return table }
                try clause(&table.clauses)
            }
        } while take(symbol: 0x2C)
        guard isAtEnd else { throw unexpected("a clause") }
        return table
    }

    private mutating func clause(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if take("ADD") {
            try add(&clauses)
        } else if take("CHANGE") {
            _ = take("COLUMN")
            let ifExists = take("IF", "EXISTS")
            let old = try name()
            let column = try column()
            clauses.append(.change(old, column, try place(), ifExists: ifExists))
            appendKey(of: column, &clauses)
        } else if take("MODIFY") {
            _ = take("COLUMN")
            let ifExists = take("IF", "EXISTS")
            let column = try column()
            clauses.append(.change(column.name, column, try place(), ifExists: ifExists))
            appendKey(of: column, &clauses)
        } else if take("DROP") {
            try drop(&clauses)
        } else if take("RENAME") {
            try rename(&clauses)
        } else if take("ALTER") {
            try alter(&clauses)
        } else if take("CONVERT") {
            try convert(&clauses)
        } else {
            try option(&clauses)
        }
    }

    private mutating func place() throws(SQLNotUnderstood) -> AlterTable.Place? {
        if take("FIRST") { return .first }
        return take("AFTER") ? .after(try name()) : nil
    }

    private func appendKey(of column: ColumnSpecification, _ clauses: inout [AlterTable.Clause]) {
        if column.isPrimary {
            clauses.append(.addKey(DDLKey(kind: .primary, name: nil, columns: [column.name])))
        } else if column.isUnique {
            clauses.append(.addKey(DDLKey(kind: .unique, name: nil, columns: [column.name])))
        }
    }

    private mutating func add(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if take("SYSTEM", "VERSIONING") { return clauses.append(.addVersioning) }
        if take("PARTITION") {
            // PARTITIONS n, or definitions in parentheses; no column changes.
            return try skipToComma()
        }
        if isAtKey {
            if let columns = try period() { return clauses += columns.map { .setNotNull($0) } }
            if let key = try key() { clauses.append(.addKey(key)) }
            return
        }
        _ = take("COLUMN")
        var ifNotExists = false
        if take("IF", "NOT") {
            try expect("EXISTS")
            ifNotExists = true
        }
        guard take(symbol: 0x28) else { return try addColumn(&clauses, ifNotExists) }
        repeat {
            if isAtKey {
                if let key = try key() { clauses.append(.addKey(key)) }
            } else {
                try addColumn(&clauses, ifNotExists)
            }
        } while take(symbol: 0x2C)
        try expect(symbol: 0x29)
    }

    private mutating func addColumn(
        _ clauses: inout [AlterTable.Clause], _ ifNotExists: Bool
    ) throws(SQLNotUnderstood) {
        guard clauses.count < 8192 else { throw SQLNotUnderstood("more than 8,192 clauses") }
        let column = try column()
        clauses.append(.add(column, try place() ?? .last, ifNotExists: ifNotExists))
        appendKey(of: column, &clauses)
    }

    private mutating func drop(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if take("PRIMARY") {
            try expect("KEY")
            return clauses.append(.dropKey(nil))
        }
        if take("SYSTEM", "VERSIONING") { return clauses.append(.dropVersioning) }
        if take("INDEX") || take("KEY") {
            _ = take("IF", "EXISTS")
            return clauses.append(.dropKey(try name()))
        }
        if take("CONSTRAINT") {
            // The name may be a key's, a foreign key's or a check's.
            _ = take("IF", "EXISTS")
            let name = try name()
            return clauses.append(.dropKey(name.lowercased() == "primary" ? nil : name))
        }
        if isAt("FOREIGN") || isAt("CHECK") || isAt("PARTITION") || isAt("PERIOD", "FOR") { return try skipToComma() }
        _ = take("COLUMN")
        let ifExists = take("IF", "EXISTS")
        clauses.append(.drop(try name(), ifExists: ifExists))
        if !take("RESTRICT") { _ = take("CASCADE") }
    }

    private mutating func rename(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if take("COLUMN") {
            let ifExists = take("IF", "EXISTS")
            let old = try name()
            try expect("TO")
            return clauses.append(.renameColumn(old, to: try name(), ifExists: ifExists))
        }
        if isAt("INDEX") || isAt("KEY") {
            advance()
            _ = take("IF", "EXISTS")
            let old = try name()
            try expect("TO")
            return clauses.append(.renameKey(old, to: try name()))
        }
        if !take("TO"), !take("AS") { _ = take(symbol: 0x3D) }
        clauses.append(.rename(try tableName()))
    }

    private mutating func alter(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if isAt("INDEX") || isAt("KEY") || isAt("CHECK") || isAt("CONSTRAINT") { return try skipToComma() }
        _ = take("COLUMN")
        _ = take("IF", "EXISTS")
        let column = try name()
        if take("DROP", "DEFAULT") { return clauses.append(.setDefault(column, nil)) }
        try expect("SET")
        if take("INVISIBLE") { return clauses.append(.setInvisible(column, true)) }
        if take("VISIBLE") { return clauses.append(.setInvisible(column, false)) }
        try expect("DEFAULT")
        let start = token.start
        try skipToComma()
        guard start < lastEnd else { throw unexpected("a default") }
        clauses.append(.setDefault(column, source(start, lastEnd)))
    }

    private mutating func convert(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        if take("PARTITION") {
            _ = try name()
            try expect("TO")
            try expect("TABLE")
            clauses.append(.convertPartition(to: try tableName()))
            return try skipToComma()
        }
        if take("TABLE") {
            clauses.append(.convertTable(try tableName()))
            return try skipToComma()
        }
        try expect("TO")
        guard take("CHARACTER", "SET") || take("CHAR", "SET") || take("CHARSET") else {
            throw unexpected("CHARACTER SET")
        }
        if take("DEFAULT") {
            if take("COLLATE") { throw SQLNotUnderstood("a collation of the default charset") }
            return clauses.append(.convert(nil))
        }
        var charset = DefaultCharset(charset: try charsetName())
        if take("COLLATE") {
            _ = take(symbol: 0x3D)
            charset.collation = try charsetName()
        }
        clauses.append(.convert(charset))
    }

    /// An option of the table, or a clause that changes no column. One that is not known makes the table unsure.
    private mutating func option(_ clauses: inout [AlterTable.Clause]) throws(SQLNotUnderstood) {
        var charset = DefaultCharset()
        if try charsetOption(&charset) {
            _ = try charsetOption(&charset)
            return clauses.append(.defaultCharset(charset))
        }
        guard let word else {
            guard token.kind == .quotedName, isNext(symbol: 0x3D) else { throw unexpected("a clause") }
            return try skipOption()
        }
        switch word {
        case "enable", "disable", "discard", "import", "force", "partition", "remove", "coalesce", "reorganize",
            "rebuild", "optimize", "analyze", "check", "repair", "truncate", "exchange", "with", "without",
            "secondary_load", "secondary_unload":
            try skipToComma()
        case "algorithm", "lock", "engine", "type", "auto_increment", "avg_row_length", "checksum", "comment",
            "compression", "connection", "data", "index", "delay_key_write", "encryption", "encrypted",
            "encryption_key_id", "engine_attribute", "secondary_engine_attribute", "secondary_engine",
            "insert_method", "ietf_quotes", "key_block_size", "max_rows", "min_rows", "pack_keys", "page_checksum",
            "page_compressed", "page_compression_level", "password", "row_format", "sequence", "stats_auto_recalc",
            "stats_persistent", "stats_sample_pages", "storage", "tablespace", "transactional", "union",
            "table_checksum", "autoextend_size", "start", "default", "raid_type", "raid_chunks", "raid_chunksize":
            try skipOption()
        default:
            // The engines' own options: name = value.
            guard isNext(symbol: 0x3D) else { throw unexpected("a clause") }
            try skipOption()
        }
    }

    /// Passes over `NAME [=] value`; some names are two words.
    private mutating func skipOption() throws(SQLNotUnderstood) {
        if take("DEFAULT") { return }
        if isAt("DATA", "DIRECTORY") || isAt("INDEX", "DIRECTORY") { advance() }
        advance()
        _ = take(symbol: 0x3D)
        if isAtEnd || isAt(symbol: 0x2C) { return }
        if isAt(symbol: 0x28) { try skipParentheses() } else { advance() }
    }
}
