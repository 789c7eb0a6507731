import Bytes
import Testing

@testable import ChangeEvents

@Suite struct WellKnownTextTests {
    private func text(_ bytes: [UInt8]) throws -> String {
        var writer = ByteWriter()
        try bytes.withUnsafeBytes { try WellKnownText.append($0, to: &writer) }
        return writer.text
    }

    private var samples: [[UInt8]] {
        TypeCase.structured.flatMap(\.values).compactMap { value in
            if case .geometry(let bytes) = value { bytes } else { nil }
        }
    }

    @Test func bigEndianGeometriesAreReadToo() throws {
        let point: [UInt8] =
            [0, 0, 0, 0] + [0, 0, 0, 0, 1] + [0x40, 8, 0, 0, 0, 0, 0, 0] + [0xC0, 0, 0, 0, 0, 0, 0, 0]
        #expect(try text(point) == "POINT (3 -2)")
    }

    @Test func truncatedGeometriesAreErrors() {
        #expect(samples.count > 8)
        for sample in samples {
            for length in sample.indices {
                #expect(throws: BytesError.self) { try text(Array(sample[..<length])) }
            }
            #expect(throws: BytesError.self) { try text(sample + [0]) }
        }
    }

    @Test func changedGeometriesNeverTrap() {
        var refused = 0
        for sample in samples {
            for index in sample.indices {
                for value: UInt8 in [0, 1, 2, 3, 4, 5, 6, 7, 8, 0x7F, 0x80, 0xF0, 0xFF] {
                    var changed = sample
                    changed[index] = value
                    do { _ = try text(changed) } catch { refused += 1 }
                }
            }
        }
        #expect(refused > 100)
    }

    @Test func collectionsNestOnlySoDeep() throws {
        func nest(_ depth: Int) -> [UInt8] {
            (0..<depth).reduce(into: [0, 0, 0, 0]) { bytes, level in
                bytes += [1, 7, 0, 0, 0, level == depth - 1 ? 0 : 1, 0, 0, 0]
            }
        }
        #expect(try text(nest(2)) == "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION EMPTY)")
        #expect(try text(nest(WellKnownText.depthMax)).hasSuffix("EMPTY" + String(repeating: ")", count: 63)))
        #expect(throws: BytesError.self) { try text(nest(WellKnownText.depthMax + 1)) }
        #expect(throws: BytesError.self) { try text(nest(100_000)) }
    }

    @Test func coordinatesThatAreNoNumbersAreErrors() {
        let nan: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
        #expect(throws: BytesError.self) { try text([0, 0, 0, 0, 1, 1, 0, 0, 0] + nan + nan) }
    }
}
