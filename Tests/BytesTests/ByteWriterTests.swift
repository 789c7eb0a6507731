import Bytes
import Testing

@Suite struct ByteWriterTests {
    @Test(arguments: [0, 9, 10, -1, 99, 100, 12_345_678, Int64.max, Int64.min])
    func decimalTextEqualsDescription(value: Int64) {
        var writer = ByteWriter(capacity: 16)
        writer.appendDecimal(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == value.description)
    }

    @Test func largestUnsignedHasTwentyDigits() {
        var writer = ByteWriter()
        writer.appendDecimal(UInt64.max)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "18446744073709551615")
    }

    @Test func paddingNeverCutsDigits() {
        var writer = ByteWriter()
        writer.appendDecimal(7 as UInt64, width: 3)
        writer.appendDecimal(1234 as UInt64, width: 3)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "0071234")
    }

    @Test func growthKeepsWhatWasWritten() {
        var writer = ByteWriter(capacity: 16)
        for byte in 0..<100 { writer.append(UInt8(byte)) }
        #expect(Array(writer.bytes) == (0..<100).map { UInt8($0) })
    }

    @Test func patchChangesOnlyItsBytes() {
        var writer = ByteWriter()
        writer.append(repeating: 0xAA, count: 6)
        writer.patchBE(UInt32(0x0102_0304), at: 1)
        #expect(Array(writer.bytes) == [0xAA, 1, 2, 3, 4, 0xAA])
    }
}
