import Testing

@testable import Schema

/// What is read out of statements.
struct DDLStatementTests {
    static func parse(_ sql: String, _ flavour: SQLRules = .mysql) -> DDLStatement {
        DDLStatement(Array(sql.utf8), rules: flavour)
    }

    static func columns(_ sql: String, _ rules: SQLRules = .mysql) -> [ColumnSpecification] {
        guard case .createTable(let table) = parse(sql, rules) else { return [] }
        return table.columns
    }

    static func clauses(_ sql: String, _ rules: SQLRules = .mysql) -> [AlterTable.Clause] {
        guard case .alterTable(let table) = parse("ALTER TABLE t " + sql, rules) else { return [] }
        return table.clauses
    }

    @Test(arguments: [
        "CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE ALGORITHM=MERGE VIEW v AS SELECT 1",
        "CREATE DEFINER=`root`@`localhost` PROCEDURE p() BEGIN CREATE TABLE x (a INT); END", "DROP PROCEDURE p",
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
        "CREATE USER u", "ALTER USER u IDENTIFIED BY 'ALTER TABLE t ADD x INT'", "DROP USER u", "RENAME USER a TO b",
        "CREATE SEQUENCE s", "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'x')", "CREATE ROLE r",
        "CREATE FUNCTION f RETURNS INTEGER SONAME 'f.so'", "CREATE AGGREGATE FUNCTION f RETURNS INTEGER SONAME 'f.so'",
        "CREATE TABLESPACE x ADD DATAFILE 'x.ibd'", "CREATE SPATIAL REFERENCE SYSTEM 1 NAME 'x' DEFINITION 'y'",
        "CREATE RESOURCE GROUP g TYPE = USER", "ALTER INSTANCE ROTATE INNODB MASTER KEY", "ALTER VIEW v AS SELECT 1",
        "GRANT ALL ON *.* TO u", "FLUSH TABLES", "ANALYZE TABLE t", "OPTIMIZE TABLE t", "SET PASSWORD = 'x'", "",
        "/* only a comment */", "CREATE TEMPORARY TABLE t (a INT)", "DROP TEMPORARY TABLE IF EXISTS t", ";",
        "INSTALL PLUGIN x SONAME 'y'", "CREATE PACKAGE p AS x INT; END", "REVOKE ALL ON *.* FROM u",
    ])
    func statementsThatChangeNoColumnsAreNone(_ sql: String) { #expect(Self.parse(sql) == .none) }

    @Test(arguments: [
        "t", "`t`", "db.t", "`db`.`t`", "`db` . `t`", "/* x */ `db`./* y */`t`", "db.`t`", "IF NOT EXISTS t",
    ])
    func namesAreReadInEverySpelling(_ name: String) {
        guard case .createTable(let table) = Self.parse("create TABLE \(name) (a int)") else {
            Issue.record("\(Self.parse("create TABLE \(name) (a int)"))")
            return
        }
        #expect(table.name == DDLTableName(database: name.contains("db") ? "db" : nil, table: "t"))
        #expect(table.columns.map(\.name) == ["a"])
    }

    @Test func quotesInsideOfNamesAndTexts() {
        let columns = Self.columns(
            "CREATE TABLE `a``b` (`c``d` INT, e ENUM('it''s', \"q\"\"q\", 'b\\'s', 'x' 'y', 'new\\nline'))")
        #expect(columns.map(\.name) == ["c`d", "e"])
        #expect(columns.last?.type.members == ["it's", "q\"q", "b's", "xy", "new\nline"])
        let ansi = Self.columns("CREATE TABLE \"t\" (\"c\"\"d\" INT)", .ansi)
        #expect(ansi.map(\.name) == ["c\"d"])
        let plain = Self.columns("CREATE TABLE t (e ENUM('x\\', 'y'))", .noBackslash)
        #expect(plain.last?.type.members == ["x\\", "y"])
    }

    @Test func commentsAreReadAsTheServerReadsThem() {
        let sql =
            "CREATE TABLE t (a INT -- b INT,\n, c INT # d INT\n, e INT /* , f INT */ /*!50503 , g INT */ /*!99999 , h INT */"
            + " /*!80023 INVISIBLE */ /*M! , i INT */ /*M!100301 COMPRESSED */, j INT DEFAULT 1--1\n)"
        #expect(Self.columns(sql).map(\.name) == ["a", "c", "e", "g", "j"])
        #expect(Self.columns("CREATE TABLE t (a INT /*!80023 INVISIBLE */)").map(\.isInvisible) == [true])
        // MariaDB passes over the versions that only MySQL has.
        #expect(Self.columns("CREATE TABLE t (a INT /*!80023 INVISIBLE */)", .mariadb).map(\.isInvisible) == [false])
        #expect(
            Self.columns("CREATE TABLE t (a INT /*M! , i INT */ /*!100200 , k INT */)", .mariadb).map(\.name) == [
                "a", "i", "k",
            ])
        #expect(Self.columns("/*!40101 CREATE TABLE t (a INT) */").map(\.name) == ["a"])
    }

    @Test func attributesInAnyOrder() {
        let columns = Self.columns(
            "CREATE TABLE t (a INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'x, (y', b VARCHAR(10) NULL DEFAULT 'z,)' "
                + "CHARACTER SET latin1 COLLATE latin1_bin UNIQUE, c TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE "
                + "CURRENT_TIMESTAMP(3), d INT GENERATED ALWAYS AS (a * (1 + 2)) STORED NOT NULL, e JSON DEFAULT (JSON_ARRAY(1, 2)) "
                + "CHECK (e IS NOT NULL), f INT REFERENCES x (y) ON DELETE SET NULL ON UPDATE NO ACTION, g DATE DEFAULT (CURRENT_DATE))"
        )
        #expect(columns.map(\.name) == ["a", "b", "c", "d", "e", "f", "g"])
        #expect(columns.map(\.isNullable) == [false, true, false, false, nil, nil, nil])
        #expect(
            columns.map(\.defaultExpression) == [
                nil, "'z,)'", "CURRENT_TIMESTAMP(3)", nil, "(JSON_ARRAY(1, 2))", nil, "(CURRENT_DATE)",
            ])
        #expect(
            columns[0].isPrimary && columns[0].isAutoIncrement && columns[0].comment == "x, (y" && columns[1].isUnique)
        #expect(columns.map(\.isGenerated) == [false, false, false, true, false, false, false])
    }

    @Test func clausesOfAlterTable() {
        #expect(Self.clauses("ADD a INT, DROP b, DROP COLUMN IF EXISTS c CASCADE").count == 3)
        #expect(
            Self.clauses("RENAME COLUMN a TO b, RENAME TO x.y") == [
                .renameColumn("a", to: "b", ifExists: false), .rename(DDLTableName(database: "x", table: "y")),
            ])
        #expect(
            Self.clauses("DROP PRIMARY KEY, DROP INDEX i, DROP KEY k, DROP FOREIGN KEY f, DROP CHECK c") == [
                .dropKey(nil), .dropKey("i"), .dropKey("k"),
            ])
        #expect(
            Self.clauses("ENGINE=InnoDB ROW_FORMAT=DYNAMIC COMMENT 'a, b', ALGORITHM=INPLACE, LOCK NONE, FORCE").isEmpty
        )
        #expect(
            Self.clauses("ADD PARTITION (PARTITION p VALUES LESS THAN (1)), DROP PARTITION p, TRUNCATE PARTITION p")
                .isEmpty)
        #expect(
            Self.clauses("CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") == [
                .convert(DefaultCharset(charset: "utf8mb4", collation: "utf8mb4_bin"))
            ])
        #expect(
            Self.clauses("DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin") == [
                .defaultCharset(DefaultCharset(charset: "utf8mb4", collation: "utf8mb4_bin"))
            ])
        #expect(Self.clauses("ORDER BY a, b DESC").isEmpty)
        #expect(
            Self.clauses("ADD UNIQUE INDEX u (a, b(5)), RENAME KEY u TO v") == [
                .addKey(DDLKey(kind: .unique, name: "u", columns: ["a", "b"], hasPartialColumns: true)),
                .renameKey("u", to: "v"),
            ])
    }

    @Test func severalTablesAreRenamedAtOnce() {
        #expect(
            Self.parse("RENAME TABLE a TO b, `x`.`c` TO d, e WAIT 5 TO y.f")
                == .renameTables([
                    RenamedTable(from: .init(table: "a"), to: .init(table: "b")),
                    RenamedTable(from: .init(database: "x", table: "c"), to: .init(table: "d")),
                    RenamedTable(from: .init(table: "e"), to: .init(database: "y", table: "f")),
                ]))
    }

    @Test(arguments: [
        "ALTER TABLE t TRANSMOGRIFY", "CREATE TABLE t (a WHATEVER)", "CREATE TABLE t SELECT 1 AS a",
        "ALTER TABLE t ADD a INT FANCY",
        "CREATE TABLE t (a INT", "ALTER TABLE t ADD", "CREATE TABLE t (a INT) SELECT 2 AS b", "CREATE INDEX i ON t",
        "CREATE TABLE t (a ENUM(_latin1'x'))", "ALTER TABLE t ADD a INT)", "CREATE TABLE t ()",
    ])
    func whatIsNotUnderstoodNamesItsTable(_ sql: String) {
        guard case .unsure(let names, _) = Self.parse(sql) else {
            Issue.record("\(Self.parse(sql))")
            return
        }
        #expect(names == [DDLTableName(table: "t")])
    }

    @Test func aRenameInAnAlterThatIsNotUnderstoodNamesBothTables() {
        guard case .unsure(let names, _) = Self.parse("ALTER TABLE t TRANSMOGRIFY, RENAME TO u") else {
            Issue.record("understood")
            return
        }
        #expect(names == [DDLTableName(table: "t"), DDLTableName(table: "u")])
    }

    @Test(arguments: [
        "CREATE FROBNICATION x", "ALTER TABLE", "DROP TABLE 'x'", "RENAME TABLE a", "CREATE UNIQUE x", "DROP x y",
    ])
    func whatNamesNoTableIsNotUnderstood(_ sql: String) {
        guard case .notUnderstood = Self.parse(sql) else {
            Issue.record("\(Self.parse(sql))")
            return
        }
    }

    @Test func everyPrefixOfAStatementHasAnAnswer() {
        for sql in LiveStatements.common + LiveStatements.mysql + LiveStatements.mariadb {
            let bytes = Array(sql.utf8)
            for length in stride(from: bytes.count % 3, to: bytes.count, by: 3) {
                _ = DDLStatement(Array(bytes[..<length]), rules: .mysql)
                _ = DDLStatement(Array(bytes[..<length]), rules: .mariadb)
            }
        }
    }

    @Test func longStatementsTakeTimeInProportion() {
        let clock = ContinuousClock()
        func seconds(_ sql: String) -> Duration { clock.measure { _ = Self.parse(sql) } }
        let deep =
            "CREATE TABLE t (a INT DEFAULT " + String(repeating: "(", count: 100_000)
            + String(repeating: ")", count: 100_000) + ")"
        #expect(seconds(deep) < .seconds(30))
        let quotes = "CREATE TABLE t (a INT COMMENT '" + String(repeating: "''", count: 100_000) + "')"
        #expect(seconds(quotes) < .seconds(30))
        let comments = String(repeating: "/*!50000 ", count: 50_000) + "CREATE TABLE t (a INT)"
        #expect(seconds(comments) < .seconds(30))
    }
}

extension SQLRules {
    static let mysql = SQLRules(flavour: .mysql, version: 90_704)
    static let mariadb = SQLRules(flavour: .mariadb, version: 101_119)
    static let ansi = SQLRules(flavour: .mysql, version: 90_704, sqlMode: 4)
    static let noBackslash = SQLRules(flavour: .mysql, version: 90_704, sqlMode: 1 << 20)
}
