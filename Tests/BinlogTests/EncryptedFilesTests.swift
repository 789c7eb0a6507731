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

    @Test
    func theMagicNumberTellsPlainAndEncryptedFiles() throws {
        func check(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try BinlogMagic.check($0) } }
        try check(Fixture.mysql.binlog)
        try check([0xFE, 0x62, 0x69, 0x6E])
        #expect(throws: BinlogError.encryptedFile(endPosition: 4)) { try check([0xFD, 0x62, 0x69, 0x6E, 0]) }
        for bytes in [[], [0xFE, 0x62, 0x69], [0xFC, 0x62, 0x69, 0x6E], [0xFE, 0x62, 0x69, 0x6F]] as [[UInt8]] {
            #expect(throws: BinlogError.notABinlog) { try check(bytes) }
        }
    }
}
