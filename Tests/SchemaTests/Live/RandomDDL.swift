import Binlog

/// Makes DDL by chance, most of it valid. The same seed makes the same statements.
struct RandomDDL {
    private var state: UInt64
    private let flavour: FormatDescriptionEvent.Flavour
    /// Columns that each table probably has.
    private var tables: [String: [String]] = [:]
    private var counter = 0

    init(seed: UInt64, flavour: FormatDescriptionEvent.Flavour) {
        state = seed
        self.flavour = flavour
    }

    private mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[next(elements.count)] }

    private mutating func chance(_ percent: Int) -> Bool { next(100) < percent }

    private mutating func fresh() -> String {
        counter += 1
        return pick(["c\(counter)", "`C \(counter)`", "`ü\(counter)`", "`sel``ect\(counter)`"])
    }

    private static let charsets = [
        "latin1", "utf8mb4", "utf8mb3", "ascii", "cp1251", "gbk", "sjis", "ucs2", "utf16", "binary",
    ]

    private mutating func type() -> String {
        let n = next(30) + 1
        switch next(22) {
        case 0:
            return pick(["TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT"])
                + pick(["", " UNSIGNED", "(5)", " ZEROFILL", " SIGNED"])
        case 1: return "DECIMAL(\(n + 10),\(n % 10))" + pick(["", " UNSIGNED"])
        case 2: return pick(["FLOAT", "DOUBLE", "FLOAT(20)", "FLOAT(40)", "DOUBLE(10,3)", "REAL", "FLOAT UNSIGNED"])
        case 3: return pick(["DATE", "YEAR", "TIME", "TIME(\(n % 7))"])
        case 4: return pick(["DATETIME", "DATETIME(\(n % 7))", "TIMESTAMP(\(n % 7)) NULL"])
        case 5: return "BIT(\(n))"
        case 6: return pick(["BOOL", "BOOLEAN", "SERIAL DEFAULT VALUE"]).replacingSerial
        case 7, 8: return "VARCHAR(\(n * pick([1, 7, 40])))" + charset()
        case 9: return "CHAR(\(n))" + charset()
        case 10, 11: return pick(["TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "TEXT(\(n * 9))"]) + charset()
        case 12: return pick(["BLOB", "TINYBLOB", "LONGBLOB", "BLOB(\(n * 20))", "VARBINARY(\(n))", "BINARY(\(n))"])
        case 13, 14:
            return "ENUM(" + (0..<(n * pick([1, 12]))).map { "'m\($0)'" }.joined(separator: ",") + ")" + charset()
        case 15: return "SET(" + (0..<n).map { "'s\($0)'" }.joined(separator: ",") + ")" + charset()
        case 16: return pick(["JSON", "GEOMETRY", "POINT", "LINESTRING"])
        case 17:
            return pick(["NCHAR(\(n))", "NATIONAL VARCHAR(\(n))", "LONG", "CHAR(\(n)) BINARY", "VARCHAR(\(n)) BYTE"])
        case 18 where flavour == .mariadb:
            return pick(["UUID", "INET4", "INET6", "VARCHAR(\(n)) COMPRESSED", "TEXT COMPRESSED"])
        default: return "INT"
        }
    }

    private mutating func charset() -> String {
        guard chance(40) else { return chance(10) ? " COLLATE utf8mb4_bin" : "" }
        return " CHARACTER SET " + pick(Self.charsets)
    }

    private mutating func attributes() -> String {
        var text = ""
        if chance(20) { text += pick([" NULL", " NOT NULL"]) }
        if chance(10) { text += " DEFAULT NULL" }
        if chance(15) { text += " COMMENT 'x, '')('" }
        if chance(8) { text += " INVISIBLE" }
        return text
    }

    private mutating func key(_ columns: [String]) -> String {
        let parts = (0...next(2)).map { _ in pick(columns) }
        return pick(["PRIMARY KEY (", "UNIQUE (", "UNIQUE KEY k\(next(9)) (", "KEY ("])
            + Set(parts).sorted().joined(separator: ", ") + ")"
    }

    private mutating func create(_ name: String) -> String {
        var columns: [String] = []
        var elements: [String] = []
        for _ in 0...next(8) {
            let column = fresh()
            columns.append(column)
            elements.append("\(column) \(type())\(attributes())")
        }
        // One that a key can be made of.
        columns.append("id")
        elements.append("id INT NOT NULL")
        if chance(60) { elements.append(key(chance(60) ? ["id"] : columns)) }
        tables[name] = columns
        var options = ""
        if chance(40) { options += " DEFAULT CHARSET=" + pick(Self.charsets.dropLast()) }
        if flavour == .mariadb, chance(10) { options += " WITH SYSTEM VERSIONING" }
        return "CREATE TABLE \(name) (\(elements.joined(separator: ", ")))\(options)"
    }

    private mutating func clause(_ columns: [String]) -> String {
        let place = { (columns: [String], random: Int) in
            ["", "", " FIRST", " AFTER \(columns[random % columns.count])"][random % 4]
        }
        switch next(12) {
        case 0, 1, 2: return "ADD \(fresh()) \(type())\(attributes())" + place(columns, next(1000))
        case 3: return "DROP \(pick(columns))"
        case 4, 5: return "MODIFY \(pick(columns)) \(type())\(attributes())" + place(columns, next(1000))
        case 6: return "CHANGE \(pick(columns)) \(fresh()) \(type())" + place(columns, next(1000))
        case 7, 8: return "RENAME COLUMN \(pick(columns)) TO \(chance(30) ? pick(columns) : fresh())"
        case 9: return "ADD \(key(columns))"
        case 10:
            return pick(["DROP PRIMARY KEY", "DROP INDEX k\(next(9))", "ENGINE=InnoDB", "COMMENT 'x, y'", "FORCE"])
        // MariaDB 10.11 makes other members of an ENUM that it converts to ucs2 or utf16 (their bytes are kept).
        default:
            return pick(["CONVERT TO CHARACTER SET ", "DEFAULT CHARACTER SET = "])
                + pick(Array(Self.charsets.prefix(7)))
        }
    }

    /// - Parameter columns: of a table, as the server has them now.
    mutating func statement(columns: (String) -> [String]) -> String {
        guard tables.count >= 3, !chance(6), let name = tables.keys.sorted().randomElement(using: &self) else {
            return create("t\(next(8))")
        }
        let known = columns(name)
        switch next(14) {
        case 0:
            tables["t8"] = tables[name]
            return "CREATE TABLE t8 LIKE \(name)"
        case 1:
            let other = "t\(next(9))"
            (tables[name], tables[other]) = (tables[other], tables[name])
            return "RENAME TABLE \(name) TO swap, \(other) TO \(name), swap TO \(other)"
        case 2:
            tables[name] = nil
            return "DROP TABLE \(name)"
        case 3:
            let other = "t\(next(9))"
            return "ALTER TABLE \(name) RENAME TO \(other)"
        case 4: return "ALTER DATABASE CHARACTER SET " + pick(["latin1", "utf8mb4", "utf8mb3"])
        default:
            guard !known.isEmpty else { return "TRUNCATE \(name)" }
            return "ALTER TABLE \(name) " + (0...next(3)).map { _ in clause(known) }.joined(separator: ", ")
        }
    }
}

extension RandomDDL: RandomNumberGenerator {
    mutating func next() -> UInt64 { UInt64(next(1 << 31)) << 32 | UInt64(next(1 << 31)) }
}

extension String {
    /// Two AUTO_INCREMENT columns cannot be.
    fileprivate var replacingSerial: String { hasPrefix("SERIAL") ? "BIGINT UNSIGNED" : self }
}
