import Bytes
import Expressions

/// MariaDB's UUID and INET types as the server prints them.
enum AddressText {
    /// Writes an address whose trailing zeros the row does not hold.
    static func append(
        _ bytes: UnsafeRawBufferPointer, length: Int, _ column: Int,
        _ body: (UnsafeRawBufferPointer, inout ByteWriter) -> Void, to writer: inout ByteWriter
    ) throws(EvaluationFault) {
        guard bytes.count <= length else { throw .malformedValue(column) }
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { whole in
            whole.initializeMemory(as: UInt8.self, repeating: 0)
            whole.copyMemory(from: bytes)
            body(UnsafeRawBufferPointer(rebasing: whole[..<length]), &writer)
        }
    }

    static func appendUUID(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 { writer.append(0x2D) }
            writer.append(digit(bytes[index] >> 4))
            writer.append(digit(bytes[index] & 0x0F))
        }
    }

    static func appendINET4(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        for index in 0..<4 {
            if index > 0 { writer.append(0x2E) }
            writer.appendDecimal(UInt64(bytes[index]))
        }
    }

    /// The longest run of zero groups, the first of equals, becomes `::`; addresses of IPv4 end with its form.
    static func appendINET6(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        func group(_ index: Int) -> Int { Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1]) }
        var gap = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || group(index) != 0 {
            if index - start > gap.count { gap = start..<index }
            start = index + 1
        }
        if gap.count < 2 { gap = 0..<0 }
        let isMapped = gap.lowerBound == 0 && (gap.count == 6 || (gap.count == 5 && group(5) == 0xFFFF))
        var index = 0
        while index < 8 {
            if !gap.isEmpty, index == gap.lowerBound {
                writer.append("::")
                index = gap.upperBound
                continue
            }
            if index > 0, index != gap.upperBound || gap.isEmpty { writer.append(0x3A) }
            if isMapped, index == 6 {
                return appendINET4(UnsafeRawBufferPointer(rebasing: bytes[12..<16]), to: &writer)
            }
            append(hexadecimal: group(index), to: &writer)
            index += 1
        }
    }

    private static func append(hexadecimal group: Int, to writer: inout ByteWriter) {
        var isLeading = true
        for shift in stride(from: 12, through: 0, by: -4) {
            let nibble = UInt8(group >> shift & 0xF)
            if isLeading, nibble == 0, shift > 0 { continue }
            isLeading = false
            writer.append(digit(nibble))
        }
    }

    @inline(__always)
    private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
}
