import Bytes
import Testing

@Suite struct ByteCursorTests {
    func read<Value>(_ bytes: [UInt8], _ body: (inout ByteCursor) throws -> Value) rethrows -> Value {
        try bytes.withUnsafeBytes { raw in
            var cursor = ByteCursor(raw)
            return try body(&cursor)
        }
    }

    @Test func integersKeepTheirByteOrder() throws {
        #expect(try read([1, 2, 3, 4]) { try $0.u32le() } == 0x0403_0201)
        #expect(try read([1, 2, 3, 4]) { try $0.u32be() } == 0x0102_0304)
        #expect(try read([1, 2, 3]) { try $0.uintLE(width: 3) } == 0x03_0201)
        #expect(try read([1, 2, 3]) { try $0.uintBE(width: 3) } == 0x01_0203)
        #expect(try read([0xFE, 0xFF]) { try $0.i16le() } == -2)
    }

    @Test(arguments: 0..<8) func everyTruncationThrows(length: Int) {
        #expect(throws: BytesError.truncated(needed: 8, left: length, offset: 0)) {
            try read([UInt8](repeating: 0, count: length)) { try $0.u64le() }
        }
    }

    @Test func negativeAndHugeLengthsThrow() {
        #expect(throws: BytesError.self) { try read([1]) { _ = try $0.bytes(-1) } }
        #expect(throws: BytesError.self) { try read([1]) { _ = try $0.bytes(.max) } }
    }

    @Test func lengthEncodedIntegersOfEveryWidth() throws {
        #expect(try read([250]) { try $0.lengthEncodedInteger() } == 250)
        #expect(try read([0xFC, 1, 2]) { try $0.lengthEncodedInteger() } == 0x0201)
        #expect(try read([0xFD, 1, 2, 3]) { try $0.lengthEncodedInteger() } == 0x03_0201)
        #expect(
            try read([0xFE, 1, 0, 0, 0, 0, 0, 0, 0x80]) { try $0.lengthEncodedInteger() } == 0x8000_0000_0000_0001
                as UInt64)
        #expect(throws: BytesError.self) { try read([0xFB]) { try $0.lengthEncodedInteger() } }
    }

    @Test(arguments: [0, 1, -1, 63, -64, 64, 1 << 20, Int64.max, Int64.min])
    func zigzagVarintsComeBack(value: Int64) throws {
        var writer = ByteWriter()
        writer.appendZigzagVarint(value)
        #expect(writer.count == ByteWriter.zigzagVarintLength(value))
        #expect(try read(Array(writer.bytes)) { try $0.zigzagVarint() } == value)
    }

    @Test func endlessVarintThrows() {
        #expect(throws: BytesError.self) {
            try read([UInt8](repeating: 0x80, count: 11)) { try $0.unsignedVarint() }
        }
    }
}
