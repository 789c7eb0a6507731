import Bytes
import CZstd
import Testing

@testable import Binlog

struct PayloadReaderTests {
    /// A TRANSACTION_PAYLOAD body around `inner`.
    private func body(_ inner: [UInt8], compression: UInt8 = 0, announced: Int? = nil) -> [UInt8] {
        var packed = inner
        if compression == 0 {
            packed = [UInt8](repeating: 0, count: ZSTD_compressBound(inner.count))
            packed.removeLast(packed.count - ZSTD_compress(&packed, packed.count, inner, inner.count, 3))
        }
        return fields(size: packed.count, compression: compression, announced: announced ?? inner.count) + packed
    }

    private func fields(size: Int, compression: UInt8, announced: Int) -> [UInt8] {
        [2, 3, 0xFC, compression, 0, 1, 9, 0xFE] + EventBytes.little(UInt64(size)) + [3, 9, 0xFE]
            + EventBytes.little(UInt64(announced)) + [0]
    }

    private func inner(_ type: EventType, _ body: [UInt8]) -> [UInt8] {
        EventBytes.event(type, body, end: 7, checksum: false)
    }

    private func read(_ body: [UInt8], bytesMax: Int = 1 << 20) throws -> [(EventHeader, [UInt8])] {
        var reader = PayloadReader(eventBytesMax: bytesMax)
        return try EventBytes.withFrame(.transactionPayload, body, end: 4321) { frame in
            var events: [(EventHeader, [UInt8])] = []
            try reader.begin(frame)
            while let event = try reader.next() { events.append((event.header, Array(event.body))) }
            return events
        }
    }

    @Test(arguments: [0, 255] as [UInt8])
    func theEventsInsideComeOneByOneWithThePositionOfThePayload(_ compression: UInt8) throws {
        let bodies = (0..<3000).map { [UInt8](repeating: UInt8($0 % 251), count: $0 % 700) }
        let events = try read(body(bodies.flatMap { inner(.query, $0) }, compression: compression))
        #expect(events.map(\.1) == bodies)
        #expect(events.allSatisfy { $0.0.nextPosition == 4321 && $0.0.type == .query && $0.0.serverId == 7 })
    }

    @Test
    func oneReaderReadsManyPayloadsAndLargeEvents() throws {
        var reader = PayloadReader(eventBytesMax: 8 << 20)
        for size in [10, 5 << 20, 100, 131_072 - 19, 131_072, 131_073, 3 << 20] {
            let event = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let body = body(inner(.query, [1]) + inner(.query, event) + inner(.xid, [2]))
            try EventBytes.withFrame(.transactionPayload, body) { frame in
                try reader.begin(frame)
                var found: [[UInt8]] = []
                while let event = try reader.next() { found.append(Array(event.body)) }
                #expect(found == [[1], event, [2]])
            }
        }
    }

    @Test
    func severalFramesFollowOneAnother() throws {
        let parts = [inner(.query, [1, 2, 3]), inner(.xid, [9])]
        var packed: [UInt8] = []
        for part in parts {
            var one = [UInt8](repeating: 0, count: ZSTD_compressBound(part.count))
            one.removeLast(one.count - ZSTD_compress(&one, one.count, part, part.count, 1))
            packed += one
        }
        let size = parts.reduce(0) { $0 + $1.count }
        let events = try read(fields(size: packed.count, compression: 0, announced: size) + packed)
        #expect(events.map(\.1) == [[1, 2, 3], [9]])
    }

    @Test
    func anEventOverTheLimitIsNamed() throws {
        let body = body(inner(.query, [UInt8](repeating: 0, count: 5000)))
        #expect(
            throws: BinlogError.eventTooLarge(.query, endPosition: 4321, bytes: 5019, bytesMax: 4000)
        ) { _ = try read(body, bytesMax: 4000) }
    }

    @Test
    func aBombIsRefusedByItsFirstBytes() throws {
        // 64 MiB of zeros in some kilobytes: an event of length 0 is none.
        let zeros = [UInt8](repeating: 0, count: 64 << 20)
        #expect(throws: BinlogError.self) { _ = try read(body(zeros)) }
    }

    @Test
    func aPayloadInsideOfAPayloadIsRefused() throws {
        for type in [EventType.transactionPayload, .formatDescription, .rotate, .gtid, .heartbeat] {
            #expect(throws: BinlogError.unexpectedInPayload(type, endPosition: 4321)) {
                _ = try read(body(inner(.query, [1]) + inner(type, [0, 0])))
            }
        }
    }

    @Test
    func aTruncatedPayloadThrowsAtEveryByte() throws {
        let whole = inner(.query, Array("BEGIN and some more text, some more".utf8)) + inner(.xid, [1, 2, 3])
        let packed = body(whole)
        let front = fields(size: 0, compression: 0, announced: 0).count
        for length in 1..<(packed.count - front) {
            let cut = fields(size: length, compression: 0, announced: whole.count) + packed[front..<(front + length)]
            #expect(throws: BinlogError.self) { _ = try read(cut) }
        }
        for length in 1..<whole.count where length != whole.count - 22 {
            #expect(throws: BinlogError.self) { _ = try read(body(Array(whole[..<length]), compression: 255)) }
        }
    }

    @Test
    func aWrongSizeOrCompressionIsNoticed() throws {
        let event = inner(.query, [UInt8](repeating: 7, count: 300_000))
        for announced in [1, event.count - 1, event.count + 1] {
            let error = #expect(throws: BinlogError.self) { _ = try read(body(event, announced: announced)) }
            guard case .notDecompressed(.transactionPayload, 4321, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        #expect(throws: BinlogError.self) { _ = try read(body(event, compression: 1)) }
    }

    @Test
    func changedBytesNeverTrap() throws {
        let packed = body((0..<200).flatMap { inner(.query, [UInt8](repeating: UInt8($0), count: $0)) })
        var random = SplitMix64(state: 40)
        for _ in 0..<5_000 {
            var mutated = packed
            mutated[Int(random.next() % UInt64(mutated.count))] = UInt8(truncatingIfNeeded: random.next())
            _ = try? read(mutated)
        }
    }

    /// The server's own payloads: what they hold, and that it is what the test expects of the statements.
    @Test
    func compressedTransactionsOfMySQLAreRead() throws {
        var trace = RowTrace(flavour: .mysql)
        var payloads = 0
        try forEachEvent(of: Fixture.mysql.binlog(of: "payload")) {
            if $0.header.type == .transactionPayload { payloads += 1 }
            try trace.take($0)
        }
        #expect(payloads == 5 && trace.types.contains(.rowsQuery))
        let many = FoldedTables(trace.changes).rows("many")
        #expect(many.count == 2991)
        for row in many.dropLast() {
            let id = try #require(Int(row[0]))
            let text = String(repeating: Character(UnicodeScalar(UInt8(65 + id % 26))), count: 40 + id % 60)
            let expected = (text + (id % 100 == 0 ? "!" : "")).utf8.map { hex($0) }.joined()
            #expect(row[1] == expected && row[2] == String(repeating: hex(UInt8(id % 256)), count: id % 300))
        }
        #expect(many.last?[2].count == 120_000)
    }

    private func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + text : text
    }
}
