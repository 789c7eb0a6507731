import Binlog

/// What a DDL statement's meaning depends on beside its text.
struct DDLContext {
    var rules: SQLRules
    /// What the status variables of its QUERY event say.
    var session: QuerySession
    /// The session's database; empty when it had none.
    var database: String

    var flavour: FormatDescriptionEvent.Flavour { rules.flavour }

    /// Whether `CREATE … IF NOT EXISTS` has made something. MariaDB does not log it otherwise; MySQL does, but without
    /// the number of a transaction of its dictionary.
    var isEffective: Bool { flavour == .mariadb || session.hasDDLXid }

    /// What `CHARACTER SET x` stands for in this session.
    func defaultCollation(of charset: Charset) -> UInt32? {
        if charset == .utf8mb4, let number = session.defaultCollationForUTF8MB4 { return UInt32(number) }
        guard let usual = Collations.defaultNumber(of: charset, flavour) else { return nil }
        return UInt16(exactly: usual).flatMap { session.characterSetCollations[$0] }.map { UInt32($0) } ?? usual
    }

    /// What CONVERT TO CHARACTER SET DEFAULT converts to: the database's default; on MariaDB only its charset counts.
    func convertDefault(_ databaseCollation: UInt32?) -> UInt32? {
        guard flavour == .mariadb else { return databaseCollation }
        return databaseCollation.flatMap { Charset(collation: $0) }.flatMap { defaultCollation(of: $0) }
    }

    /// The collation that options of a table, database or column choose.
    /// - Parameter inherited: what applies without them; nil when it is not known.
    func collation(_ options: DefaultCharset, inherited: UInt32?) throws(SQLNotUnderstood) -> UInt32? {
        if options.isEmpty { return inherited }
        var charset: Charset?
        if let name = options.charset, name != "default" {
            guard let known = Charset(sqlName: name) else { throw SQLNotUnderstood("the charset \(name)") }
            charset = known
        } else if options.charset != nil {
            charset = inherited.flatMap { Charset(collation: $0) }
            if options.collation == nil { return inherited }
        }
        guard let name = options.collation, name != "default" else {
            guard let charset = charset ?? inherited.flatMap({ Charset(collation: $0) }) else { return nil }
            return defaultCollation(of: charset)
        }
        if let number = Collations.number(named: name) { return number }
        if name == "binary" { return 63 }
        // MariaDB's uca1400_… take the charset from where they stand.
        guard let charset = charset ?? inherited.flatMap({ Charset(collation: $0) }) else {
            if options.charset == nil, Collations.number(named: "utf8mb4_\(name)") != nil { return nil }
            throw SQLNotUnderstood("the collation \(name)")
        }
        guard let number = Collations.number(named: "\(charset.rawValue)_\(name)") else {
            throw SQLNotUnderstood("the collation \(name)")
        }
        return number
    }
}
