import Binlog
import Testing

@testable import Schema

struct SchemaTrackerTests {
    /// Runs statements as a MySQL session in database `db`, charset utf8mb4, would have logged them.
    static func tracker(_ flavour: FormatDescriptionEvent.Flavour = .mysql, _ statements: String...) -> SchemaTracker {
        let tracker = SchemaTracker(flavour: flavour) { _ in true }
        for sql in statements { _ = run(sql, tracker) }
        return tracker
    }

    static func run(_ sql: String, _ tracker: SchemaTracker, hasDDLXid: Bool = true) -> [SchemaChange] {
        var session = QuerySession()
        session.explicitDefaultsForTimestamp = true
        session.hasDDLXid = hasDDLXid
        session.serverCollation = 255
        let rules = tracker.flavour == .mysql ? SQLRules.mysql : SQLRules.mariadb
        let context = DDLContext(rules: rules, session: session, database: "db")
        return tracker.apply(DDLStatement(Array(sql.utf8), rules: rules), context)
    }

    static func names(_ tracker: SchemaTracker, _ table: String = "t") -> [String]? {
        guard case .known(let known) = tracker[.init(database: "db", table: table)] else { return nil }
        return known.columns.map(\.name)
    }

    static func key(_ tracker: SchemaTracker, _ table: String = "t") -> [Int]? {
        guard case .known(let known) = tracker[.init(database: "db", table: table)] else { return nil }
        return known.primaryKey
    }

    @Test func clausesOfOneAlterNameTheOldColumns() {
        let tracker = Self.tracker(.mysql, "CREATE TABLE t (a INT, b INT, c INT)")
        _ = Self.run("ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a", tracker)
        #expect(Self.names(tracker) == ["b", "a", "c"])
        _ = Self.run("ALTER TABLE t ADD x INT AFTER a, DROP c, ADD y INT FIRST, MODIFY b BIGINT AFTER x", tracker)
        #expect(Self.names(tracker) == ["y", "a", "x", "b"])
    }

    /// As both servers did it.
    @Test func aColumnThatMovesKeepsItsPlaceUntilItsTurnComes() {
        let tracker = Self.tracker(.mysql, "CREATE TABLE t (a INT, b INT, c INT, d INT)")
        _ = Self.run(
            "ALTER TABLE t MODIFY a INT AFTER b, MODIFY b INT AFTER d, ADD z INT AFTER a, ADD y INT AFTER a", tracker)
        #expect(Self.names(tracker) == ["a", "y", "z", "c", "d", "b"])
    }

    @Test func aColumnThatIsNotThereMakesTheTableUnsure() {
        for clause in ["DROP z", "MODIFY z INT", "RENAME COLUMN z TO y", "ADD x INT AFTER z", "ADD A INT"] {
            let tracker = Self.tracker(.mysql, "CREATE TABLE t (a INT)", "ALTER TABLE t \(clause)")
            guard case .unsure = tracker[.init(database: "db", table: "t")] else {
                Issue.record("\(clause)")
                continue
            }
        }
    }

    @Test func ghOstCutsOver() {
        let tracker = Self.tracker(
            .mysql, "CREATE TABLE t (a INT PRIMARY KEY, b INT)",
            "create /* gh-ost */ table `db`.`_t_gho` like `db`.`t`",
            "alter /* gh-ost */ table `db`.`_t_gho` add c int, drop b",
            "rename /* gh-ost */ table `db`.`t` to `db`.`_t_del`, `db`.`_t_gho` to `db`.`t`")
        #expect(Self.names(tracker) == ["a", "c"] && Self.names(tracker, "_t_del") == ["a", "b"])
        #expect(Self.names(tracker, "_t_gho") == nil)
    }

    @Test func primaryKeysFollowTheirColumns() {
        let tracker = Self.tracker(
            .mysql, "CREATE TABLE t (a INT, b INT NOT NULL, c INT NOT NULL, UNIQUE (c), UNIQUE (b))")
        // Without a primary key the first unique key without nullable columns stands for it.
        #expect(Self.key(tracker) == [2])
        _ = Self.run("ALTER TABLE t DROP INDEX c", tracker)
        #expect(Self.key(tracker) == [1])
        _ = Self.run("ALTER TABLE t ADD PRIMARY KEY (c, a)", tracker)
        #expect(Self.key(tracker) == [2, 0])
        _ = Self.run("ALTER TABLE t CHANGE c d INT FIRST, DROP a", tracker)
        #expect(Self.names(tracker) == ["d", "b"] && Self.key(tracker) == [0])
        _ = Self.run("ALTER TABLE t DROP PRIMARY KEY", tracker)
        #expect(Self.key(tracker) == [1])
        _ = Self.run("DROP INDEX b ON t", tracker)
        #expect(Self.key(tracker) == [])
        _ = Self.run("CREATE UNIQUE INDEX u ON t (b)", tracker)
        #expect(Self.key(tracker) == [1])
    }

    @Test func createIfNotExistsOfWhatIsThereChangesNothing() {
        let tracker = Self.tracker(.mysql, "CREATE TABLE t (a INT)")
        #expect(Self.run("CREATE TABLE IF NOT EXISTS t (b INT)", tracker, hasDDLXid: false).isEmpty)
        #expect(Self.names(tracker) == ["a"])
        // Nothing is known of a table that was there before the binlog was read.
        #expect(Self.run("CREATE TABLE IF NOT EXISTS u (b INT)", tracker, hasDDLXid: false).isEmpty)
        #expect(tracker[.init(database: "db", table: "u")] == nil)
        #expect(Self.run("CREATE TABLE IF NOT EXISTS u (b INT)", tracker).map(\.kind) == [.created])
        #expect(Self.names(tracker, "u") == ["b"])
    }

    @Test func aStatementThatNamesNoTableMakesItsDatabaseUnsure() {
        let tracker = Self.tracker(
            .mysql, "CREATE TABLE t (a INT)", "CREATE TABLE other.t (a INT)", "CREATE FROBNICATION x")
        guard case .unsure = tracker[.init(database: "db", table: "t")] else { Issue.record("known"); return }
        guard case .known = tracker[.init(database: "other", table: "t")] else { Issue.record("unsure"); return }
    }

    @Test func databasesGiveTheirCharsetAndTakeTheirTablesAlong() {
        let tracker = Self.tracker(.mysql, "CREATE DATABASE db CHARACTER SET latin1", "CREATE TABLE t (a VARCHAR(10))")
        guard case .known(let table) = tracker[.init(database: "db", table: "t")] else {
            Issue.record("unsure"); return
        }
        #expect(table.columns[0].collation == 8)
        #expect(Self.run("DROP DATABASE db", tracker).map(\.kind) == [.databaseDropped])
        #expect(tracker[.init(database: "db", table: "t")] == nil)
    }

    @Test func effectsAreTold() {
        let tracker = Self.tracker()
        let created = Self.run("CREATE TABLE t (a INT)", tracker)
        #expect(created.map(\.kind) == [.created] && created[0].definition?.columns.map(\.name) == ["a"])
        #expect(created[0].definition?.columns[0].declared?.typeText == "int")
        #expect(Self.run("TRUNCATE t", tracker).map(\.kind) == [.truncated])
        let renamed = Self.run("ALTER TABLE t ADD b INT, RENAME TO u", tracker)
        #expect(renamed.map(\.kind) == [.altered, .renamed(from: .init(database: "db", table: "t"))])
        #expect(renamed.last?.table == "u" && renamed.last?.definition?.columns.count == 2)
        #expect(Self.run("DROP TABLE u, v", tracker).map(\.table) == ["u", "v"])
        #expect(Self.run("ANALYZE TABLE u", tracker).isEmpty)
    }

    @Test func whatIsStoredIsReadBackAsItWas() throws {
        for (flavour, statements) in [
            (FormatDescriptionEvent.Flavour.mysql, LiveStatements.common + LiveStatements.mysql),
            (.mariadb, LiveStatements.common + LiveStatements.mariadb),
        ] {
            let tracker = SchemaTracker(flavour: flavour) { _ in true }
            var stored: [String: [UInt8]] = [:]
            for sql in statements {
                _ = Self.run(sql, tracker)
                for record in tracker.takeRecords() { stored[record.key] = record.value.isEmpty ? nil : record.value }
                let again = SchemaTracker(flavour: flavour) { _ in true }
                again.restore(stored.map { SchemaRecord(key: $0.key, value: $0.value) })
                for key in stored.keys where key.hasPrefix("t") {
                    let parts = key.dropFirst().split(separator: "\0").map(String.init)
                    let name = BinlogError.TableName(database: parts[0], table: parts[1])
                    #expect(again[name] == tracker[name])
                }
            }
            #expect(stored.count > 30)
            // The same statements once more, as after a crash before the frame that stored them, give the same.
            for cut in stored.keys.filter({ $0.hasPrefix("t") }).prefix(3) {
                let value = try #require(stored[cut])
                for length in 1..<value.count {
                    let broken = SchemaTracker(flavour: flavour) { _ in true }
                    broken.restore([SchemaRecord(key: cut, value: Array(value[..<length]))])
                    let parts = cut.dropFirst().split(separator: "\0").map(String.init)
                    guard case .unsure = broken[.init(database: parts[0], table: parts[1])] else {
                        Issue.record("\(cut) cut at \(length) is known")
                        break
                    }
                }
            }
        }
    }

    @Test func namesAreComparedAsTheServerDoes() {
        let tracker = SchemaTracker(flavour: .mysql, foldsNames: true) { _ in true }
        _ = Self.run("CREATE TABLE Orders (a INT)", tracker)
        #expect(Self.names(tracker, "orders") == ["a"])
    }

    @Test func reachOfStatements() {
        func reach(_ sql: String) -> DDLReach {
            var session = QuerySession()
            session.hasDDLXid = true
            return DDLReach(
                DDLStatement(Array(sql.utf8), rules: .mysql),
                DDLContext(rules: .mysql, session: session, database: "db"))
        }
        let table = DDLReach.tables([.init(database: "db", table: "t")])
        for sql in [
            "ALTER TABLE t ADD a INT", "DROP TABLE t", "CREATE TABLE t (a INT)", "ALTER TABLE t DROP PRIMARY KEY",
            "CREATE UNIQUE INDEX u ON t (a)", "ALTER TABLE t WHATEVER", "DROP INDEX i ON t",
        ] { #expect(reach(sql) == table, "\(sql)") }
        for sql in [
            "TRUNCATE t", "ALTER TABLE t ENGINE=InnoDB", "ALTER TABLE t ADD INDEX (a)", "CREATE INDEX i ON t (a)",
            "ALTER TABLE t ADD PARTITION (PARTITION p VALUES IN (1))", "GRANT ALL ON *.* TO u",
            "CREATE VIEW t AS SELECT 1",
        ] { #expect(reach(sql) == .nothing, "\(sql)") }
        #expect(reach("DROP DATABASE x") == .databases(["x"]))
        #expect(reach("CREATE FROBNICATION x") == .databases(["db"]))
    }
}
