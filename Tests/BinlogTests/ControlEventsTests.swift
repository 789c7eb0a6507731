import Testing

@testable import Binlog

struct ControlEventsTests {
    private func expect(_ frame: EventFrame, _ reached: BinlogPosition) throws {
        #expect(try HeartbeatEvent(frame).reached == reached)
    }

    @Test
    func aHeartbeatHasItsFileAndPosition() throws {
        let name = Array("binlog.000007".utf8)
        let reached = BinlogPosition(file: "binlog.000007", position: 456)
        try EventBytes.withFrame(.heartbeat, name, end: 456) { try expect($0, reached) }
    }

    @Test
    func aHeartbeatOver4GiBHasItsPositionInTheBody() throws {
        let reached = BinlogPosition(file: "f.1", position: 5_000_000_000)
        let mariadb = EventBytes.little(UInt64(5_000_000_000)) + Array("f.1".utf8)
        try EventBytes.withFrame(.heartbeat, mariadb, end: 0) { try expect($0, reached) }
        let fields: [UInt8] =
            [1, 3] + Array("f.1".utf8) + [9, 2, 1, 2] + [2, 9, 0xFE]
            + EventBytes.little(UInt64(5_000_000_000)) + [0]
        try EventBytes.withFrame(.heartbeatV2, fields, end: 0) { try expect($0, reached) }
    }

    @Test
    func anIncidentHasItsMessage() throws {
        let body: [UInt8] = [1, 0, 4] + Array("lost".utf8)
        try EventBytes.withFrame(.incident, body) {
            let event = try IncidentEvent($0)
            #expect(event.code == 1 && event.message == "lost")
        }
    }

    @Test
    func aRotationWithoutAFileNameThrows() throws {
        try EventBytes.withFrame(.rotate, EventBytes.little(UInt64(4))) { frame in
            #expect(throws: BinlogError.self) { _ = try RotateEvent(frame) }
        }
    }

    @Test
    func anAnonymousTransactionHasNoGTID() throws {
        var body: [UInt8] = [1] + [UInt8](repeating: 0, count: 24) + [2]
        body += EventBytes.little(Int64(3)) + EventBytes.little(Int64(4))
        let immediate = UInt64(1_700_000_000_000_000) | 1 << 55
        body += EventBytes.little(immediate).prefix(7) + EventBytes.little(UInt64(1_600_000_000_000_000)).prefix(7)
        body += [0xFC, 0x00, 0x04] + EventBytes.little(UInt32(90_700) | 1 << 31) + EventBytes.little(UInt32(80_036))
        try EventBytes.withFrame(.anonymousGTID, body) {
            let event = try GTIDEvent($0)
            #expect(event.gtid == nil && event.flags == 1 && event.lastCommitted == 3 && event.sequenceNumber == 4)
            #expect(event.immediateCommitMicroseconds == 1_700_000_000_000_000)
            #expect(event.originalCommitMicroseconds == 1_600_000_000_000_000)
            #expect(event.transactionLength == 1024)
            #expect(event.immediateServerVersion == 90_700 && event.originalServerVersion == 80_036)
        }
    }

    @Test
    func aGTIDOfMySQL56HasOnlyItsIdentity() throws {
        let body: [UInt8] = [1] + [UInt8](1...16) + EventBytes.little(UInt64(9))
        try EventBytes.withFrame(.gtid, body) {
            let event = try GTIDEvent($0)
            #expect(event.gtid?.description == "01020304-0506-0708-090a-0b0c0d0e0f10:9")
            #expect(event.transactionLength == 0)
        }
        try EventBytes.withFrame(.gtid, [1] + [UInt8](1...16) + EventBytes.little(UInt64(0))) { frame in
            #expect(throws: BinlogError.self) { _ = try GTIDEvent(frame) }
        }
    }

    @Test
    func aTicketOfGroupReplicationIsRead() throws {
        var body: [UInt8] = [0] + [UInt8](1...16) + EventBytes.little(UInt64(9)) + [2]
        body += EventBytes.little(Int64(3)) + EventBytes.little(Int64(4)) + [1, 2, 3, 4, 5, 6, 0]
        body += [100] + EventBytes.little(UInt32(90_700))
        try EventBytes.withFrame(.gtid, body) {
            let event = try GTIDEvent($0)
            #expect(event.commitGroupTicket == 0)
        }
        try EventBytes.withFrame(.gtid, body + EventBytes.little(UInt64(77))) {
            let event = try GTIDEvent($0)
            #expect(event.commitGroupTicket == 77 && event.immediateServerVersion == 90_700)
        }
    }

    @Test
    func whatAMariaDBGTIDAnnouncesIsRead() throws {
        let front = EventBytes.little(UInt64(1000)) + EventBytes.little(UInt32(3))
        func event(_ rest: [UInt8]) throws -> MariaDBGTIDEvent {
            try EventBytes.withFrame(.mariaDBGTID, front + rest) { try MariaDBGTIDEvent($0) }
        }
        // Zeros up to 19 bytes, as before MariaDB 10.8.
        let old = try event([0x0C, 0, 0, 0, 0, 0, 0])
        #expect(old.flags == [.transactional, .allowParallel] && old.furtherFlags == [] && old.threadId == nil)
        let all = try event(
            [0x02 | 0x40] + EventBytes.little(UInt64(55)) + EventBytes.little(Int32(7)) + [1, 2, 0x67, 0x62, 0x63]
                + [0b1_0101, 2] + EventBytes.little(UInt64(999)) + EventBytes.little(UInt32(31)))
        #expect(all.commitId == 55 && all.xid == XATransactionID(formatId: 7, global: [0x67], branch: [0x62, 0x63]))
        #expect(all.furtherFlags == [.multipleEngines, .commitAlter, .threadId] && all.furtherEngineCount == 2)
        #expect(all.startAlterSequence == 999 && all.threadId == 31)
        #expect(throws: BinlogError.self) { _ = try event([0, 0b1000, 1, 2, 3]) }
    }

    @Test
    func aLoadDataStatementHasItsTextBehindWhatItSaysOfTheFile() throws {
        let front: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 1, 0]
        let body = front + [UInt8](repeating: 9, count: 13) + [7, 0x64, 0x62, 0] + Array("LOAD DATA …".utf8)
        try EventBytes.withFrame(.executeLoadQuery, body) {
            let event = try QueryEvent($0)
            #expect(event.database.elementsEqual("db".utf8) && event.statement.elementsEqual("LOAD DATA …".utf8))
        }
    }

    @Test
    func compressedRowsAreNoPlainRowEvent() throws {
        try EventBytes.withFrame(.mariaDBWriteRowsCompressed, [1, 0, 0, 0, 0, 0, 1, 0], end: 88) { frame in
            let error = #expect(throws: BinlogError.self) { _ = try RowsEvent(frame) }
            #expect(error == .unsupportedEvent(.mariaDBWriteRowsCompressed, endPosition: 88))
        }
    }
}
