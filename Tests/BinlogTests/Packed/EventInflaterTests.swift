import CZlib
import Testing

@testable import Binlog

struct EventInflaterTests {
    private func packed(_ bytes: [UInt8], claimed: Int? = nil) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: Int(compressBound(UInt(bytes.count))))
        var length = UInt(out.count)
        #expect(compress(&out, &length, bytes, UInt(bytes.count)) == Z_OK)
        let size = UInt32(claimed ?? bytes.count)
        return [0x84] + EventBytes.little(size.byteSwapped) + out[..<Int(length)]
    }

    private func inflate(_ type: EventType, _ body: [UInt8], bytesMax: Int = 1 << 20) throws -> (EventHeader, [UInt8]) {
        var inflater = EventInflater(eventBytesMax: bytesMax)
        return try EventBytes.withFrame(type, body, end: 99) {
            let frame = try inflater.inflate($0)
            return (frame.header, Array(frame.body))
        }
    }

    private let rowsFront: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0]

    @Test
    func aQueryIsThePlainEvent() throws {
        let front: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 3, 0, 7, 7, 7, 0x64, 0x62, 0]
        let text = Array("UPDATE t SET a=1".utf8)
        let (header, body) = try inflate(.mariaDBQueryCompressed, front + packed(text))
        #expect(header.type == .query && header.nextPosition == 99 && Int(header.eventLength) == 19 + body.count)
        #expect(body == front + text)
    }

    @Test(
        arguments: [(166, 23, 1), (167, 24, 2), (168, 25, 1), (169, 30, 1), (170, 31, 2), (171, 32, 1)]
            as [(UInt8, UInt8, Int)]
    )
    func rowsAreThePlainEventOfTheSameVersion(_ code: UInt8, _ plain: UInt8, _ bitmaps: Int) throws {
        let front = rowsFront + (code >= 169 ? [3, 0, 0xEE] : []) + [10] + [UInt8](repeating: 0xFF, count: 2 * bitmaps)
        let rows = [UInt8](repeating: 5, count: 900)
        let (header, body) = try inflate(EventType(rawValue: code), front + packed(rows))
        #expect(header.type.rawValue == plain && body == front + rows)
    }

    @Test
    func anEventOverTheLimitOrAClaimBeyondDeflateIsRefused() throws {
        let front = rowsFront + [1, 1]
        #expect(throws: BinlogError.eventTooLarge(.writeRowsV1, endPosition: 99, bytes: 1029, bytesMax: 1000)) {
            _ = try inflate(
                .mariaDBWriteRowsCompressedV1, front + packed([UInt8](repeating: 1, count: 1000)), bytesMax: 1000)
        }
        for claimed in [0xFFFF_FFFF, 99, 101] {
            #expect(throws: BinlogError.self) {
                _ = try inflate(
                    .mariaDBWriteRowsCompressedV1,
                    front + packed([UInt8](repeating: 1, count: 100), claimed: claimed), bytesMax: .max)
            }
        }
        #expect(throws: BinlogError.unsupportedEvent(.writeRowsV1, endPosition: 99)) {
            _ = try inflate(.writeRowsV1, front)
        }
    }

    @Test
    func aTruncatedEventThrowsAtEveryByte() throws {
        let front = rowsFront + [1, 1]
        let whole = front + packed((0..<200).map { UInt8($0) })
        for length in 0..<whole.count {
            #expect(throws: BinlogError.self) {
                _ = try inflate(.mariaDBWriteRowsCompressedV1, Array(whole[..<length]))
            }
        }
    }

    @Test
    func compressedEventsOfMariaDBAreRead() throws {
        var trace = RowTrace(flavour: .mariadb)
        var statements: [String] = []
        let unpacking = RowTrace.Unpacking()
        try forEachEvent(of: Fixture.newerMariaDB.binlog(of: "compressed-events")) {
            try trace.take($0)
            guard $0.header.type == .mariaDBQueryCompressed else { return }
            let query = try QueryEvent(try unpacking.inflater.inflate($0))
            statements.append(String(decoding: query.statement, as: UTF8.self))
        }
        #expect(statements.contains("DELETE FROM many WHERE id=8"))
        #expect(statements.contains { $0.hasPrefix("CREATE TABLE many") })
        for type in [166, 167, 168] as [UInt8] { #expect(trace.types.contains(EventType(rawValue: type))) }
        let many = FoldedTables(trace.changes).rows("many")
        #expect(many.count == 991)
        for row in many.dropLast() where row[0] != "7" {
            let id = try #require(Int(row[0]))
            #expect(row[1].count == 2 * (40 + id % 60 + (id % 100 == 0 ? 1 : 0)) && row[2].count == 2 * (id % 300))
        }
        #expect(many[6][1].hasPrefix("6D696E696D616C20") && many[6][2].count == 14)
        #expect(many.last?[2].count == 120_000)
    }
}
