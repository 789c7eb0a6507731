import Bytes
import Testing

@testable import Binlog

/// The bytes are made by hand, as MariaDB's source and documentation draw them: no 12.3 server was at hand.
struct RowFragmentsTests {
    private func body(
        _ number: UInt32, _ total: UInt32, size: Int? = nil, totalFirst: Bool, _ piece: [UInt8]
    ) -> [UInt8] {
        let numbers = totalFirst ? (total, number) : (number, total)
        var body = EventBytes.little(numbers.0) + EventBytes.little(numbers.1) + [size == nil ? 0 : 1]
        if let size { body += EventBytes.little(UInt64(size)) }
        return body + piece
    }

    private func pieces(of whole: [UInt8], _ count: Int, totalFirst: Bool = false, size: Int? = nil) -> [[UInt8]] {
        let length = (whole.count + count - 1) / count
        return (0..<count).map { index in
            body(
                UInt32(index + 1), UInt32(count), size: index == 0 ? size ?? whole.count : nil,
                totalFirst: totalFirst,
                Array(whole[(index * length)..<min(whole.count, (index + 1) * length)]))
        }
    }

    private func assemble(_ bodies: [[UInt8]], bytesMax: Int = 1 << 20) throws -> [(EventHeader, [UInt8])] {
        var fragments = RowFragments(eventBytesMax: bytesMax)
        var events: [(EventHeader, [UInt8])] = []
        for (index, body) in bodies.enumerated() {
            try EventBytes.withFrame(.mariaDBPartialRows, body, end: UInt32(100 + index)) { frame in
                if let event = try fragments.append(frame) { events.append((event.header, Array(event.body))) }
            }
        }
        let isEmpty = fragments.isEmpty
        #expect(isEmpty)
        return events
    }

    private let rows = [9, 0, 0, 0, 0, 0, 1, 0, 1, 1] + [UInt8](repeating: 4, count: 1000)

    @Test(arguments: [1, 2, 3, 7], [false, true])
    func thePiecesAreOneEventWhicheverNumberStandsFirst(_ count: Int, _ totalFirst: Bool) throws {
        for checksum in [false, true] {
            let whole = EventBytes.event(.writeRowsV1, rows, checksum: checksum)
            let bodies = pieces(of: whole, count, totalFirst: totalFirst)
            let events = try assemble(bodies + bodies)
            #expect(events.map(\.1) == [rows, rows] && events.allSatisfy { $0.0.type == .writeRowsV1 })
            #expect(events[0].0.nextPosition == UInt32(99 + count))
        }
    }

    @Test
    func aChecksumThatIsOnlyCountedIsAllowed() throws {
        var whole = EventBytes.event(.writeRowsV1, rows, checksum: true)
        whole.removeLast(4)
        #expect(try assemble(pieces(of: whole, 2, size: whole.count)).map(\.1) == [rows])
    }

    @Test
    func piecesThatDoNotFollowOneAnotherAreRefused() throws {
        let bodies = pieces(of: EventBytes.event(.writeRowsV1, rows), 4)
        for order in [[1], [0, 2], [0, 1, 1], [0, 0], [0, 1, 2, 3, 3], [0, 3]] {
            #expect(throws: BinlogError.self) { _ = try assemble(order.map { bodies[$0] }) }
        }
        #expect(throws: BinlogError.self) { _ = try assemble(pieces(of: EventBytes.event(.query, rows), 2)) }
        for size in [10, 1100, Int.max] {
            #expect(throws: BinlogError.self) {
                _ = try assemble(pieces(of: EventBytes.event(.writeRowsV1, rows), 2, size: size))
            }
        }
        let mixed = [bodies[0], body(2, 5, totalFirst: false, [1])]
        let broken = BinlogError.fragmentsBroken(endPosition: 101, "2 of 5 after 1 of 4")
        #expect(throws: broken) { _ = try assemble(mixed) }
    }

    @Test
    func anEventOverTheLimitIsNamed() throws {
        let whole = EventBytes.event(.writeRowsV1, rows)
        let error = #expect(throws: BinlogError.self) { _ = try assemble(pieces(of: whole, 3), bytesMax: 500) }
        guard case .eventTooLarge(.mariaDBPartialRows, 100, let bytes, 500) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(bytes == UInt64(whole.count))
    }

    @Test
    func aRowEventInPiecesInsideOfATraceGivesItsRows() throws {
        var trace = RowTrace(flavour: .mariadb)
        let map: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 0x64, 0, 1, 0x74, 0, 1, 3, 0, 1]
        try EventBytes.withFrame(.tableMap, map) { try trace.take($0) }
        let rows: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 5, 0, 0, 0, 1, 0, 6, 0, 0, 0]
        for body in pieces(of: EventBytes.event(.writeRowsV1, rows), 5) {
            try EventBytes.withFrame(.mariaDBPartialRows, body) { try trace.take($0) }
        }
        #expect(trace.changes.map(\.after) == [["5"], ["NULL"], ["6"]])
    }
}
