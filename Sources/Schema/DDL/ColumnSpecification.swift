/// A column as CREATE or ALTER TABLE declares it.
struct ColumnSpecification: Equatable {
    /// What system versioning makes of a column.
    enum Period { case none, rowStart, rowEnd }

    var name: String
    var type: TypeSpecification
    /// As written; nil when neither NULL nor NOT NULL is there.
    var isNullable: Bool?
    /// The expression after DEFAULT, as SQL.
    var defaultExpression: String?
    var isAutoIncrement = false
    var isGenerated = false
    var isInvisible = false
    var isPrimary = false
    var isUnique = false
    var period = Period.none
    var comment = ""

    init(name: String, type: TypeSpecification) {
        self.name = name
        self.type = type
    }
}

extension SQLReader {
    /// Reads a column's name, type and attributes, up to FIRST, AFTER, a comma or the closing parenthesis.
    mutating func column() throws(SQLNotUnderstood) -> ColumnSpecification {
        let name = try name()
        var column = ColumnSpecification(name: name, type: try type())
        if column.type.isSerial {
            column.isNullable = false
            column.isAutoIncrement = true
            column.isUnique = true
        }
        while !isAtEnd, !isAt(symbol: 0x2C), !isAt(symbol: 0x29), !isAt("FIRST"), !isAt("AFTER") {
            try attribute(of: &column)
        }
        return column
    }

    private mutating func attribute(of column: inout ColumnSpecification) throws(SQLNotUnderstood) {
        if try typeAttribute(of: &column.type) { return }
        if take("NOT", "NULL") {
            column.isNullable = false
        } else if take("NULL") {
            column.isNullable = true
        } else if take("DEFAULT") {
            column.defaultExpression = try defaultExpression()
        } else if take("ON", "UPDATE") {
            _ = try defaultExpression()
        } else if take("AUTO_INCREMENT") {
            column.isAutoIncrement = true
        } else if take("SERIAL") {
            try expect("DEFAULT")
            try expect("VALUE")
            column.isNullable = false
            column.isAutoIncrement = true
            column.isUnique = true
        } else if take("UNIQUE") {
            _ = take("KEY")
            column.isUnique = true
        } else if take("PRIMARY") {
            _ = take("KEY")
            column.isPrimary = true
        } else if take("KEY") {
            column.isPrimary = true
        } else if take("COMMENT") {
            column.comment = try string()
        } else if take("INVISIBLE") {
            column.isInvisible = true
        } else if take("VISIBLE") {
            column.isInvisible = false
        } else if isAt("GENERATED") || isAt("AS") {
            try generated(&column)
        } else if take("REFERENCES") {
            try skipReference()
        } else if take("CONSTRAINT") {
            if !isAt("CHECK"), !isAt("PRIMARY"), !isAt("UNIQUE"), !isAt("REFERENCES") { _ = try self.name() }
        } else if take("CHECK") {
            try skipParentheses()
            if take("NOT") { try expect("ENFORCED") } else { _ = take("ENFORCED") }
        } else {
            try engineAttribute()
        }
    }

    private mutating func typeAttribute(of type: inout TypeSpecification) throws(SQLNotUnderstood) -> Bool {
        if take("UNSIGNED") { type.isUnsigned = true; return true }
        if take("SIGNED") { return true }
        if take("ZEROFILL") {
            type.isZerofill = true
            type.isUnsigned = true
            return true
        }
        if take("CHARACTER", "SET") || take("CHARSET") || take("CHAR", "SET") {
            type.charset = try charsetName()
            return true
        }
        if take("COLLATE") { type.collation = try charsetName(); return true }
        if take("BINARY") { type.hasBinaryCollation = true; return true }
        if take("ASCII") { type.charset = "latin1"; return true }
        if take("UNICODE") { type.charset = "ucs2"; return true }
        if take("BYTE") { type.charset = "binary"; return true }
        if take("COMPRESSED") {
            type.isCompressed = true
            if take(symbol: 0x3D) { advance() }
            return true
        }
        if take("SRID") { _ = try integer(); return true }
        return false
    }

    /// A charset or collation: a word, or a text.
    mutating func charsetName() throws(SQLNotUnderstood) -> String {
        token.kind == .string ? try string().lowercased() : try name().lowercased()
    }

    private mutating func generated(_ column: inout ColumnSpecification) throws(SQLNotUnderstood) {
        if take("GENERATED") { try expect("ALWAYS") }
        try expect("AS")
        if take("ROW") {
            column.period = take("START") ? .rowStart : .rowEnd
            if column.period == .rowEnd { try expect("END") }
            column.isNullable = false
            return
        }
        try skipParentheses()
        column.isGenerated = true
        if !take("VIRTUAL"), !take("STORED") { _ = take("PERSISTENT") }
    }

    private mutating func skipReference() throws(SQLNotUnderstood) {
        _ = try tableName()
        if isAt(symbol: 0x28) { try skipParentheses() }
        while true {
            if take("MATCH") {
                advance()
            } else if isAt("ON", "DELETE") || isAt("ON", "UPDATE") {
                advance()
                advance()
                if take("SET") || take("NO") { advance() } else { advance() }
            } else {
                return
            }
        }
    }

    /// What says nothing of the column's values: `COLUMN_FORMAT DYNAMIC`, `STORAGE DISK`, `NOT SECONDARY`,
    /// `WITHOUT SYSTEM VERSIONING`, and the engines' own `name = value`.
    private mutating func engineAttribute() throws(SQLNotUnderstood) {
        if take("COLUMN_FORMAT") || take("STORAGE") { return advance() }
        if take("NOT", "SECONDARY") { return }
        if isAt("WITH") || isAt("WITHOUT") {
            advance()
            try expect("SYSTEM")
            return try expect("VERSIONING")
        }
        if take("ENGINE_ATTRIBUTE") || take("SECONDARY_ENGINE_ATTRIBUTE") {
            _ = take(symbol: 0x3D)
            _ = try string()
            return
        }
        guard token.kind == .word || token.kind == .quotedName, isNext(symbol: 0x3D) else {
            throw unexpected("a column's attribute")
        }
        advance()
        advance()
        advance()
    }

    // MARK: - Defaults

    /// Reads an expression up to the next attribute. MariaDB takes any expression without parentheses.
    private mutating func defaultExpression() throws(SQLNotUnderstood) -> String {
        let start = token.start
        var count = 0
        repeat {
            guard !isAtEnd, count == 0 || !isAt(symbol: 0x29) else { throw unexpected("a default") }
            if isAt(symbol: 0x28) { try skipParentheses() } else { advance() }
            count += 1
        } while !isAtEnd && !isAt(symbol: 0x2C) && !isAt(symbol: 0x29) && !isAtAttribute
        return source(start, lastEnd)
    }

    private var isAtAttribute: Bool {
        guard token.kind == .word, let word else { return false }
        switch word {
        case "not", "null", "default", "on", "auto_increment", "unique", "primary", "key", "comment", "collate",
            "invisible", "visible", "generated", "as", "references", "constraint", "check", "column_format", "storage",
            "with", "without", "first", "after", "compressed", "engine_attribute", "secondary_engine_attribute",
            "srid", "ref_system_id", "character", "charset", "virtual", "stored", "persistent":
            return true
        default: return false
        }
    }
}
