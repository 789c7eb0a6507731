import Bytes

/// MariaDB's UUID, INET4 and INET6 as the server prints them, with quotation marks. Bytes that are missing at the end
/// are zeros.
enum AddressText {
    /// `"123e4567-e89b-12d3-a456-426655440000"`.
    static func appendUUID(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        var out = DigitOutput(writer.freeSpace(38))
        out.byte(0x22)
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 { out.byte(0x2D) }
            let byte = self.byte(bytes, index)
            out.byte(digit(byte >> 4))
            out.byte(digit(byte & 0xF))
        }
        out.byte(0x22)
        writer.commit(upTo: out.at)
    }

    /// `"192.0.2.1"`.
    static func appendINET4(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        var out = DigitOutput(writer.freeSpace(17))
        out.byte(0x22)
        appendDotted(bytes, from: 0, to: &out)
        out.byte(0x22)
        writer.commit(upTo: out.at)
    }

    /// `"2001:db8::ff00:42:8329"`: the longest run of zero groups, be it a single one, is `::`; IPv4-mapped and
    /// IPv4-compatible addresses end in dotted form. Source: MariaDB `plugin/type_inet/sql_type_inet.cc`,
    /// `Inet6::to_string`.
    static func appendINET6(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        var out = DigitOutput(writer.freeSpace(48))
        out.byte(0x22)
        let (gap, gapCount) = longestGap(bytes)
        var index = 0
        while index < 8 {
            if index == gap {
                out.text(index == 0 ? "::" : ":")
                index += gapCount
                continue
            }
            let isCompatible = gap == 0 && (gapCount == 6 || gapCount == 5 && group(bytes, 5) == 0xFFFF)
            if isCompatible, index == 6 {
                appendDotted(bytes, from: 12, to: &out)
                break
            }
            appendGroup(group(bytes, index), to: &out)
            if index < 7 { out.byte(0x3A) }
            index += 1
        }
        out.byte(0x22)
        writer.commit(upTo: out.at)
    }

    /// Start and length of the first longest run of zero groups; (-1, 0) without one.
    private static func longestGap(_ bytes: UnsafeRawBufferPointer) -> (start: Int, count: Int) {
        var best = (start: -1, count: 0)
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, group(bytes, end) == 0 { end += 1 }
            if end - index > best.count { best = (index, end - index) }
            index = max(end, index + 1)
        }
        return best
    }

    private static func appendDotted(_ bytes: UnsafeRawBufferPointer, from start: Int, to out: inout DigitOutput) {
        for index in 0..<4 {
            if index > 0 { out.byte(0x2E) }
            out.decimal(UInt64(byte(bytes, start + index)))
        }
    }

    private static func appendGroup(_ group: UInt16, to out: inout DigitOutput) {
        var shift: UInt16 = 12
        while shift > 0, group >> shift == 0 { shift -= 4 }
        while true {
            out.byte(digit(UInt8(truncatingIfNeeded: group >> shift & 0xF)))
            if shift == 0 { return }
            shift -= 4
        }
    }

    private static func group(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(byte(bytes, 2 * index)) << 8 | UInt16(byte(bytes, 2 * index + 1))
    }

    private static func byte(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }
}
