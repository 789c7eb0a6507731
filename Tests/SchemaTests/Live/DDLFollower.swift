import Binlog
import MySQLSource
import Testing

@testable import Schema

/// Runs DDL on a server and follows its binlog with a tracker, comparing after each statement the tracked definitions
/// with what the server says: in TABLE_MAP events with full metadata, and in INFORMATION_SCHEMA.
final class DDLFollower {
    let server: LiveServer
    let connection: MySQLConnection
    /// Another one, with settings of its own.
    private let observer: MySQLConnection
    let tracker: SchemaTracker
    private let finder: DefinitionFinder
    private let database: String
    private var position: BinlogPosition
    private var version = ""
    /// Comparisons made.
    private(set) var comparisons = 0
    private(set) var differences: [String] = []
    private var reported: Set<String> = []
    private(set) var effects: [SchemaChange] = []
    /// Tables that became unsure. With `relearns` that is no difference: they are learnt from INFORMATION_SCHEMA, as a
    /// source does.
    private(set) var unsure: [String] = []
    var relearns = false
    /// Statements that the server refused.
    private(set) var refusals: [String] = []

    init(_ server: LiveServer, database: String) throws {
        self.server = server
        self.database = database
        connection = try server.connect()
        observer = try server.connect()
        try connection.query("DROP DATABASE IF EXISTS \(database)")
        position = try SourcePositions.read(connection).end
        tracker = SchemaTracker(flavour: server.flavour) { $0.database == database }
        finder = DefinitionFinder(tracker: tracker, lookup: nil, needsDeclarations: false)
    }

    func run(_ statement: String) throws {
        do {
            try connection.query(statement)
        } catch {
            refusals.append("\(statement): \(error)")
            return
        }
        let first = effects.count
        try follow(statement)
        let changed = Set(effects[first...].map(\.table))
        if relearns { try relearn(try tables(), statement) }
        try touch(try tables().filter { changed.contains($0) || changed.contains("") })
        try follow(statement)
        try compareWithInformationSchema(
            statement, try tables().filter { changed.contains($0) || changed.contains("") })
    }

    private func relearn(_ tables: [String], _ statement: String) throws {
        for table in tables {
            let name = BinlogError.TableName(database: database, table: table)
            guard case .unsure(let reason) = tracker[name], let now = try informationSchema(table) else { continue }
            unsure.append("\(reason): \(statement)")
            tracker.set(name, .known(now.table))
        }
    }

    private func informationSchema(_ table: String) throws -> InformationSchemaTable? {
        InformationSchemaTable(
            flavour: server.flavour, version: observer.serverText,
            table: try observer.query(InformationSchemaQuery.table(database: database, table: table)),
            columns: try observer.query(InformationSchemaQuery.columns(database: database, table: table)),
            keys: try observer.query(InformationSchemaQuery.keys(database: database, table: table)))
    }

    /// Names of a table's columns, quoted; none where there is no such table.
    func columns(of table: String) -> [String] {
        let rows = try? observer.query(InformationSchemaQuery.columns(database: database, table: table))
        return (rows ?? []).compactMap { $0[0] }.map {
            "`" + $0.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
        }
    }

    /// Looks at all tables.
    func finish() throws {
        let tables = try tables()
        try touch(tables)
        try follow("all")
        try compareWithInformationSchema("all", tables)
    }

    private var modes: [String] { server.flavour == .mysql ? ["FULL", "MINIMAL"] : ["FULL", "MINIMAL", "NO_LOG"] }

    private func tables() throws -> [String] {
        try connection.query(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '\(database)' AND TABLE_TYPE IN "
                + "('BASE TABLE', 'SYSTEM VERSIONED')"
        ).compactMap { $0[0] }
    }

    /// Makes rows of each table, with each kind of metadata.
    private func touch(_ tables: [String]) throws {
        let sqlMode = try connection.value("SELECT @@sql_mode") ?? ""
        try connection.query("SET sql_mode = ''")
        for mode in modes {
            try connection.query("SET GLOBAL binlog_row_metadata = '\(mode)'")
            for table in tables {
                _ = try? connection.query("DELETE FROM \(database).`\(table)`")
                _ = try? connection.query("INSERT IGNORE INTO \(database).`\(table)` () VALUES ()")
            }
        }
        try connection.query("SET sql_mode = \(connection.literal(sqlMode))")
    }

    private func follow(_ statement: String) throws {
        let dump = try server.connect()
        let identity = try ReplicaIdentity.choose(dump)
        let stream = try BinlogStream.open(
            dump, from: .file(name: position.file, position: position.position), as: identity, stopsAtEnd: true)
        var checksum: ChecksumAlgorithm?
        var full: [BinlogError.TableName: TableDefinition] = [:]
        while let bytes = try stream.next() {
            let header = try EventHeader(bytes)
            if header.type == .formatDescription {
                let description = try FormatDescriptionEvent(event: bytes)
                checksum = description.checksum
                version = description.serverVersion
                continue
            }
            let frame = try EventFrame.verified(bytes, checksum: checksum ?? ChecksumAlgorithm(recognisedIn: bytes))
            if header.type == .rotate {
                position = try RotateEvent(frame).next
            } else {
                try position.advance(over: header)
            }
            switch header.type {
            case .query:
                let event = try QueryEvent(frame)
                if event.effect == .other, let applied = tracker.apply(event, serverVersion: version) {
                    effects += applied.changes
                    full = [:]
                }
            case .tableMap:
                let event = try TableMapEvent(frame, flavour: server.flavour)
                if event.database == database { compare(event, &full, statement) }
            default: break
            }
        }
    }

    private func compare(
        _ event: TableMapEvent, _ full: inout [BinlogError.TableName: TableDefinition], _ statement: String
    ) {
        do {
            if event.columns.allSatisfy({ $0.name != nil }) {
                let definition = try TableDefinition(tableMap: event)
                full[event.name] = definition
                compareWithoutEvent(definition, event.name, statement)
                return
            }
            guard let expected = full[event.name] else { return }
            comparisons += 1
            let found = try finder.definition(for: event, at: position)
            note(Self.difference(found, expected, isDeclared: false), "\(event.name) in the binlog", statement)
        } catch {
            let columns = event.columns.map { "\($0.typeCode):\($0.metadata)\($0.isNullable ? "?" : "")" }
            note("\(error) — \(columns)", "\(event.name)", statement)
            if case .known(let table) = tracker[event.name] {
                note(
                    "tracked: \(table.columns.map { "\($0.name) \($0.wire(server.flavour).map { "\($0)" } ?? "-")" })",
                    "", "")
            }
        }
    }

    /// What is said of a table before it has rows has to be what its rows come with.
    private func compareWithoutEvent(
        _ expected: TableDefinition, _ name: BinlogError.TableName, _ statement: String
    ) {
        guard case .known(let table) = tracker[name] else { return }
        comparisons += 1
        let found = table.definition(of: name, server.flavour)
        // MariaDB's hidden columns of long unique keys stand behind the others.
        let shown = TableDefinition(
            database: name.database, table: name.table, columns: Array(expected.columns.prefix(found.columns.count)),
            primaryKey: expected.primaryKey)
        note(Self.difference(found, shown, isDeclared: false), "\(name) before its rows", statement)
    }

    private func compareWithInformationSchema(_ statement: String, _ tables: [String]) throws {
        for table in tables {
            let name = BinlogError.TableName(database: database, table: table)
            guard let now = try informationSchema(table)
            else {
                note("INFORMATION_SCHEMA cannot be read", "\(name)", statement)
                continue
            }
            guard case .known(let tracked) = tracker[name] else {
                note("\(String(describing: tracker[name]))", "\(name)", statement)
                continue
            }
            comparisons += 1
            note(
                Self.difference(
                    tracked.definition(of: name, server.flavour), now.table.definition(of: name, server.flavour),
                    isDeclared: true), "\(name) in INFORMATION_SCHEMA", statement)
        }
    }

    private func note(_ difference: String?, _ place: String, _ statement: String) {
        // A table that is wrong is so after each later statement too.
        if let difference, reported.insert(place + difference).inserted {
            differences.append("after \(statement.prefix(200)): \(place): \(difference)")
        }
    }

    private static func text(_ column: ColumnDefinition) -> String {
        "\(column.name) \(column.type):\(column.metadata) unsigned:\(column.isUnsigned) nullable:\(column.isNullable) "
            + "\(column.collation.map { "\($0)" } ?? "-") \(column.members) \(column.meaning) "
            + (column.declared.map {
                "\($0.typeText) auto:\($0.isAutoIncrement) gen:\($0.isGenerated) inv:\($0.isInvisible) \($0.comment)"
            } ?? "")
    }

    static func difference(_ found: TableDefinition, _ expected: TableDefinition, isDeclared: Bool) -> String? {
        guard found.columns.count == expected.columns.count else {
            return "\(found.columns.map(\.name)) instead of \(expected.columns.map(\.name))"
        }
        if found.primaryKey != expected.primaryKey {
            return "primary key \(found.primaryKey) instead of \(expected.primaryKey)"
        }
        for (one, other) in zip(found.columns, expected.columns) {
            var one = one
            var other = other
            if !isDeclared {
                (one.declared, other.declared) = (nil, nil)
                (one.meaning, other.meaning) = (.plain, .plain)
            } else {
                // Their texts differ in spelling.
                one.declared?.defaultExpression = nil
                other.declared?.defaultExpression = nil
            }
            if one != other { return "\(text(one))\n    instead of \(text(other))" }
        }
        return nil
    }
}
