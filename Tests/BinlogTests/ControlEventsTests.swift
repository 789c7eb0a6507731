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
    func rowEventsOfUnsupportedKindsAreNamed() throws {
        for type in [EventType.partialUpdateRows, .mariaDBWriteRowsCompressed] {
            try EventBytes.withFrame(type, [1, 0, 0, 0, 0, 0, 1, 0], end: 88) { frame in
                let error = #expect(throws: BinlogError.self) { _ = try RowsEvent(frame) }
                #expect(error == .unsupportedEvent(type, endPosition: 88))
                #expect(error?.remedy.hasPrefix("SET GLOBAL") == true)
            }
        }
    }
}
