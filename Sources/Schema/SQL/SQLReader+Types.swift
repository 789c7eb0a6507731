extension SQLReader {
    /// Reads a type up to its length or members; its attributes follow among the column's.
    /// Source: MySQL manual, "Data Types"; MariaDB "Data Types".
    mutating func type() throws(SQLNotUnderstood) -> TypeSpecification {
        guard let word else { throw unexpected("a type") }
        advance()
        if let type = try integerType(word) { return type }
        if let type = try characterType(word) { return type }
        if let type = try temporalType(word) { return type }
        switch word {
        case "decimal", "dec", "numeric", "fixed":
            var type = TypeSpecification(.decimal)
            (type.length, type.scale) = try lengthAndScale()
            return type
        case "number" where rules.isOracle:
            var type = TypeSpecification(.decimal)
            (type.length, type.scale) = try lengthAndScale()
            if type.length == nil { type.kind = .double }
            return type
        case "float", "float4":
            var type = TypeSpecification(.float)
            (type.length, type.scale) = try lengthAndScale()
            // FLOAT(p) only says which of the two it is.
            if let precision = type.length, type.scale == nil {
                type.length = nil
                if precision > 24 { type.kind = .double }
            }
            return type
        case "double", "float8", "real":
            if word == "double" { _ = take("PRECISION") }
            var type = TypeSpecification(word == "real" && rules.realIsFloat ? .float : .double)
            (type.length, type.scale) = try lengthAndScale()
            return type
        case "bit": return TypeSpecification(.bit, length: try length() ?? 1)
        case "enum", "set":
            var type = TypeSpecification(word == "enum" ? .enumeration : .set)
            type.members = try members()
            return type
        case "json": return json()
        case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
            "geometrycollection", "geomcollection":
            var type = TypeSpecification(.geometry)
            type.geometry = word
            // MariaDB passes over a length here.
            _ = try length()
            return type
        case "vector": return TypeSpecification(.vector, length: try length() ?? 2048)
        case "uuid" where rules.flavour == .mariadb: return TypeSpecification(.uuid)
        case "inet4" where rules.flavour == .mariadb: return TypeSpecification(.inet4)
        case "inet6" where rules.flavour == .mariadb: return TypeSpecification(.inet6)
        default: throw SQLNotUnderstood("the type \(word)")
        }
    }

    private func json() -> TypeSpecification {
        guard rules.flavour == .mariadb else { return TypeSpecification(.json) }
        var type = TypeSpecification(.text)
        type.lengthBytes = 4
        type.charset = "utf8mb4"
        type.collation = "utf8mb4_bin"
        return type
    }

    private mutating func integerType(_ word: String) throws(SQLNotUnderstood) -> TypeSpecification? {
        let kind: SQLTypeKind
        switch word {
        case "tinyint", "int1": kind = .tinyint
        case "bool", "boolean": return TypeSpecification(.tinyint, length: 1)
        case "smallint", "int2": kind = .smallint
        case "mediumint", "int3", "middleint": kind = .mediumint
        case "int", "integer", "int4": kind = .int
        case "bigint", "int8": kind = .bigint
        case "serial":
            var type = TypeSpecification(.bigint)
            type.isUnsigned = true
            type.isSerial = true
            return type
        default: return nil
        }
        return TypeSpecification(kind, length: try length())
    }

    private mutating func temporalType(_ word: String) throws(SQLNotUnderstood) -> TypeSpecification? {
        switch word {
        case "date": return TypeSpecification(rules.isOracle ? .datetime : .date)
        case "time": return TypeSpecification(.time, length: try length())
        case "datetime": return TypeSpecification(.datetime, length: try length())
        case "timestamp": return TypeSpecification(rules.isMaxDB ? .datetime : .timestamp, length: try length())
        case "year":
            _ = try length()
            return TypeSpecification(.year)
        default: return nil
        }
    }

    private mutating func characterType(_ word: String) throws(SQLNotUnderstood) -> TypeSpecification? {
        switch word {
        case "char", "character":
            return try take("VARYING") ? varchar() : TypeSpecification(.char, length: try length() ?? 1)
        case "varchar", "varcharacter", "varchar2": return try varchar()
        case "nchar":
            let isVarying = take("VARYING") || take("VARCHAR") || take("VARCHARACTER")
            return national(isVarying ? try varchar() : TypeSpecification(.char, length: try length() ?? 1))
        case "nvarchar": return national(try varchar())
        case "national":
            guard let inner = self.word else { throw unexpected("a type") }
            advance()
            guard let type = try characterType(inner), type.kind != .text else { throw unexpected("a type") }
            return national(type)
        case "binary": return binary(TypeSpecification(.char, length: try length() ?? 1))
        case "varbinary": return binary(try varchar())
        case "raw" where rules.isOracle: return binary(try varchar())
        case "tinytext", "text", "mediumtext", "longtext", "clob": return try text(word, isBinary: false)
        case "tinyblob", "blob", "mediumblob", "longblob": return try text(word, isBinary: true)
        case "long":
            if take("VARBINARY") { return try text("mediumblob", isBinary: true) }
            if take("VARCHAR") || take("VARCHARACTER") { return try text("mediumtext", isBinary: false) }
            if take("CHAR", "VARYING") || take("CHARACTER", "VARYING") {
                return try text("mediumtext", isBinary: false)
            }
            return try text("mediumtext", isBinary: false)
        default: return nil
        }
    }

    private mutating func varchar() throws(SQLNotUnderstood) -> TypeSpecification {
        guard let length = try length() else { throw unexpected("a length") }
        return TypeSpecification(.varchar, length: length)
    }

    private func national(_ type: TypeSpecification) -> TypeSpecification {
        var type = type
        type.charset = "utf8mb3"
        return type
    }

    private func binary(_ type: TypeSpecification) -> TypeSpecification {
        var type = type
        type.charset = "binary"
        return type
    }

    private mutating func text(_ word: String, isBinary: Bool) throws(SQLNotUnderstood) -> TypeSpecification {
        var type = TypeSpecification(.text)
        switch word {
        case "tinytext", "tinyblob": type.lengthBytes = 1
        case "mediumtext", "mediumblob": type.lengthBytes = 3
        case "longtext", "longblob", "clob": type.lengthBytes = 4
        default:
            type.length = try length()
            type.lengthBytes = type.length == nil ? (rules.isOracle && isBinary ? 4 : 2) : nil
        }
        return isBinary ? binary(type) : type
    }

    // MARK: - What stands in parentheses

    private mutating func length() throws(SQLNotUnderstood) -> Int? {
        guard take(symbol: 0x28) else { return nil }
        let length = try integer()
        // Oracle's words for the unit.
        if !take("CHAR") { _ = take("BYTE") }
        try expect(symbol: 0x29)
        return length
    }

    private mutating func lengthAndScale() throws(SQLNotUnderstood) -> (Int?, Int?) {
        guard take(symbol: 0x28) else { return (nil, nil) }
        let length = try integer()
        let scale = take(symbol: 0x2C) ? try integer() : nil
        try expect(symbol: 0x29)
        return (length, scale)
    }

    private mutating func members() throws(SQLNotUnderstood) -> [String] {
        try expect(symbol: 0x28)
        var members: [String] = []
        repeat {
            // An introducer names the charset of the literal as it was read; it has been converted since.
            if token.kind == .word, peek().kind == .string {
                let introducer = word ?? ""
                guard
                    introducer == "n" || introducer == "_utf8mb4" || introducer == "_utf8mb3"
                        || introducer == "_utf8"
                else { throw SQLNotUnderstood("a member in \(introducer)") }
                advance()
            }
            guard members.count < 65_536 else { throw SQLNotUnderstood("more than 65,535 members") }
            members.append(try string())
        } while take(symbol: 0x2C)
        try expect(symbol: 0x29)
        return members
    }
}
