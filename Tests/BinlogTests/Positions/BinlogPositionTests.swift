import Testing

@testable import Binlog

struct BinlogPositionTests {
    private func header(_ type: EventType = .xid, length: UInt32, next: UInt32, flags: UInt16 = 0) -> EventHeader {
        EventHeader(timestamp: 0, type: type, serverId: 1, eventLength: length, nextPosition: next, flags: flags)
    }

    @Test
    func aPositionGoesOnPast4GiB() throws {
        var position = BinlogPosition(file: "f", position: 0xFFFF_FFF0)
        try position.advance(over: header(length: 32, next: 0x10))
        #expect(position.position == 0x1_0000_0010)
        try position.advance(over: header(length: 32, next: 0))
        #expect(position.position == 0x1_0000_0030)
    }

    @Test
    func anEndThatDoesNotFitStopsAndKeepsThePosition() {
        var position = BinlogPosition(file: "f", position: 100)
        let error = #expect(throws: BinlogError.self) { try position.advance(over: header(length: 31, next: 132)) }
        #expect(error == .positionMismatch(.xid, computed: 131, endPosition: 132))
        #expect(error?.isRetriable == true && position.position == 100)
    }

    @Test
    func eventsThatAreNotInTheFileDoNotMoveIt() throws {
        var position = BinlogPosition(file: "f", position: 100)
        try position.advance(over: header(.rotate, length: 40, next: 0, flags: 0x20))
        try position.advance(over: header(.formatDescription, length: 120, next: 0))
        try position.advance(over: header(.heartbeat, length: 40, next: 90))
        try position.advance(over: header(.heartbeatV2, length: 40, next: 90))
        #expect(position.position == 100)
        try position.advance(over: header(.formatDescription, length: 120, next: 220))
        #expect(position.position == 220)
    }

    @Test
    func aSkipGoesToTheNextPlaceWithTheseLowBits() {
        var position = BinlogPosition(file: "f", position: 0x1_FFFF_FFF0)
        position.skip(toLowPosition: 0x20)
        #expect(position.position == 0x2_0000_0020)
        position.skip(toLowPosition: 0x20)
        #expect(position.position == 0x2_0000_0020)
    }
}
