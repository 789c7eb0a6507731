import Testing

@testable import Bridge

@Suite struct RowChangingStatementTests {
    func verb(_ statement: String) -> String? {
        Array(statement.utf8).withUnsafeBytes { RowChangingStatement.verb(of: $0)?.description }
    }

    @Test(arguments: [
        "INSERT INTO t VALUES (1)", "  insert into t select 1", "-- note\nINSERT INTO t VALUES (1)",
        "# note\nINSERT INTO t VALUES (1)", "/* a */ /* b */ INSERT INTO t VALUES (1)",
        "/*!40000 INSERT INTO t VALUES (1) */", "/*M!100100 INSERT INTO t VALUES (1) */", "((insert",
    ])
    func insertIsSeenBehindCommentsAndBlanks(statement: String) { #expect(verb(statement) == "insert") }

    @Test(arguments: ["UPDATE t SET a=1", "DELETE FROM t", "REPLACE t VALUES (1)", "LOAD DATA INFILE 'x'", "CALL p()"])
    func everyVerbIsSeen(statement: String) { #expect(verb(statement) != nil) }

    @Test(arguments: [
        "CREATE TABLE insert_log (a INT)", "ALTER TABLE t ADD b INT", "TRUNCATE t", "", "/*", "/", "-", "--",
        "INSERTED",
        "GRANT SELECT ON *.* TO a", "FLUSH PRIVILEGES", "SET PASSWORD = 'x'", "insert_log",
    ])
    func everythingElseChangesNoRows(statement: String) { #expect(verb(statement) == nil) }
}
