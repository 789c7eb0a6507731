import Testing

@testable import Binlog

struct QueryEventTests {
    private func query(_ text: String, database: String = "db", status: [UInt8] = []) throws -> QueryEvent.Effect {
        var body: [UInt8] = EventBytes.little(UInt32(42)) + EventBytes.little(UInt32(1)) + [UInt8(database.utf8.count)]
        body += EventBytes.little(UInt16(1062)) + EventBytes.little(UInt16(status.count)) + status
        body += Array(database.utf8) + [0] + Array(text.utf8)
        return try EventBytes.withFrame(.query, body) {
            let event = try QueryEvent($0)
            #expect(event.threadId == 42 && event.executionSeconds == 1 && event.errorCode == 1062)
            #expect(event.statement.elementsEqual(text.utf8) && event.database.elementsEqual(database.utf8))
            return event.effect
        }
    }

    @Test(
        arguments: [
            ("BEGIN", .begin), ("begin", .begin), ("START TRANSACTION", .begin), ("BEGINNING", .other),
            ("COMMIT", .commit), ("COMMIT /* x */", .commit), ("COMMIT_LOG()", .other), ("ROLLBACK", .rollback),
            ("ROLLBACK TO `s`", .rollbackToSavepoint), ("ROLLBACK TO SAVEPOINT s", .rollbackToSavepoint),
            ("ROLLBACK WORK TO s", .rollbackToSavepoint), ("SAVEPOINT `s`", .savepoint),
            ("RELEASE SAVEPOINT s", .releaseSavepoint), ("XA START X'61',X'',1", .xaStart), ("XA END X'61'", .xaEnd),
            ("XA PREPARE X'61'", .xaPrepare), ("XA COMMIT X'61'", .xaCommit), ("XA ROLLBACK X'61'", .xaRollback),
            ("CREATE TABLE begin (a INT)", .other), ("", .other), ("xaver", .other), ("S", .other),
        ] as [(String, QueryEvent.Effect)]
    )
    func aStatementHasTheEffectOfItsFirstWords(_ text: String, _ effect: QueryEvent.Effect) throws {
        #expect(try query(text) == effect)
        #expect(try query(text, database: "", status: [UInt8](repeating: 9, count: 300)) == effect)
    }

    @Test
    func statusVariablesLongerThanTheEventThrow() throws {
        let body: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0xFF, 0xFF, 0x61, 0, 0x62]
        try EventBytes.withFrame(.query, body, end: 123) { frame in
            let error = #expect(throws: BinlogError.self) { _ = try QueryEvent(frame) }
            #expect(error?.description.hasPrefix("Query event ending at 123 is malformed") == true)
        }
    }
}
