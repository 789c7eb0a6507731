import Binlog
import ChangeEvents
import Schema
import Testing

@testable import Views

/// Bytes that are no record, or a damaged one: refused, and nothing else.
@Suite struct HostileRecordTests {
    private func trip(isShared: Bool = false) throws -> RoundTrip {
        try RoundTrip(
            ColumnDefinition(name: "c", type: .newDecimal, metadata: 12 << 8 | 2), isShared: isShared)
    }

    private func record(_ trip: RoundTrip) throws -> [UInt8] {
        let packed: [UInt8] = [0x80, 0, 0, 1, 2, 50]
        return try packed.withUnsafeBytes {
            try trip.record(.decimal(PackedDecimal(bytes: $0, precision: 12, scale: 2)), .null)
        }
    }

    @Test(arguments: [true, false]) func everyPrefixIsRefused(isShared: Bool) throws {
        let trip = try trip(isShared: isShared)
        let whole = try record(trip)
        for length in 0..<whole.count {
            #expect(throws: (any Error).self) { try trip.read(Array(whole[..<length])) }
        }
    }

    @Test(arguments: [true, false]) func damagedBytesNeverTrap(isShared: Bool) throws {
        let trip = try trip(isShared: isShared)
        let whole = try record(trip)
        for place in whole.indices {
            for byte in [0, 0x22, 0x2C, 0x30, 0x5B, 0x5C, 0x7B, 0x7D, 0x65, 0xFF] as [UInt8] {
                var damaged = whole
                damaged[place] = byte
                try damaged.withUnsafeBytes { bytes in
                    let input = ChangeInput()
                    _ = input.add(database: "db", table: "t")
                    input.bind(0, try InputLayout(trip.table, options: DebeziumOptions()) { _ in true })
                    _ = try? input.read(bytes, only: isShared ? nil : 0)
                }
            }
        }
    }

    @Test(arguments: ["", "{", "{}", "[]", "null", "{\"op\":\"u\"}", "{\"before\":{},\"op\":\"c\"}", "{\"op\":\"x\"}"])
    func otherJSONIsNoTrap(text: String) throws {
        let input = ChangeInput()
        _ = input.add(database: "db", table: "t")
        input.bind(0, try InputLayout(trip().table, options: DebeziumOptions()) { _ in true })
        Array(text.utf8).withUnsafeBytes { bytes in
            _ = try? input.read(bytes, only: 0)
            _ = try? input.read(bytes, only: nil)
        }
    }

    @Test func deepNestingIsRefused() {
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        deep.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            let isSkipped = reader.skipValue()
            #expect(!isSkipped)
        }
    }
}
