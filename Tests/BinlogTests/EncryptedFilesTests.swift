import Testing

@testable import Binlog

struct EncryptedFilesTests {
    @Test
    func anEncryptedFileOfMariaDBIsNamedBeforeItsEventsAreRead() throws {
        var passed = 0
        #expect(throws: BinlogError.encryptedFile(endPosition: 296)) {
            try forEachEvent(of: Fixture.mariadb.binlog(of: "encrypted")) {
                _ = try $0.header.treatment
                passed += 1
            }
        }
        #expect(passed == 1)
    }

    @Test
    func whatTheServerSendsOfItIsDecrypted() throws {
        var position = BinlogPosition(file: "f", position: 4)
        var treatments: [EventType: EventTreatment] = [:]
        try forEachEvent(of: Fixture.mariadb.binlog(of: "decrypted")) {
            treatments[$0.header.type] = try $0.header.treatment
            try position.advance(over: $0.header)
        }
        #expect(treatments[.mariaDBStartEncryption] == .pass && treatments[.mariaDBGTIDList] == .decode)
    }
}
