import Testing

@testable import Bridge

@Suite struct EventChunkTests {
    struct Stop: Error {}

    func chunk(_ events: [[UInt8]]) -> EventChunk {
        let chunk = EventChunk(capacity: 1)
        for event in events { event.withUnsafeBytes { chunk.append($0) } }
        return chunk
    }

    func events(_ chunk: EventChunk) -> [[UInt8]] {
        var events: [[UInt8]] = []
        chunk.forEachEvent { events.append(Array($0)) }
        return events
    }

    @Test func eventsOfAnyLengthComeOutAsTheyWentIn() {
        let all = [0, 1, 3, 4, 5, 255, 256, 70_000].map { [UInt8](repeating: UInt8($0 & 0xFF), count: $0) }
        let chunk = chunk(all)
        #expect(events(chunk) == all)
        #expect(chunk.count == 4 * all.count + 70_524)
    }

    @Test func aJoinMovesTheOthersEvents() {
        let one = chunk([[1], [2, 2]])
        let other = chunk([[3, 3, 3], []])
        one.join(other)
        #expect(events(one) == [[1], [2, 2], [3, 3, 3], []])
        #expect(other.count == 0 && events(other).isEmpty)
    }

    @Test func anErrorEndsTheRound() {
        var seen = 0
        #expect(throws: Stop.self) {
            try chunk([[1], [2], [3]]).forEachEvent { event in
                seen += 1
                if event[0] == 2 { throw Stop() }
            }
        }
        #expect(seen == 2)
    }

    @Test func aRecycledChunkIsEmptyAndTakesEventsAgain() {
        let chunk = chunk([[UInt8](repeating: 1, count: 5000)])
        chunk.recycle(capacityMax: 100)
        #expect(chunk.count == 0)
        [9 as UInt8].withUnsafeBytes { chunk.append($0) }
        #expect(events(chunk) == [[9]])
    }
}
