/// MariaDB's UUID, INET4 and INET6 as the server writes them. A stored value that is shorter than its type lost zeros
/// at its end.
enum AddressText {
    /// Most bytes that one value takes.
    static var lengthMax: Int { 48 }

    /// `123e4567-e89b-12d3-a456-426655440000`
    static func appendUUID(_ bytes: UnsafeRawBufferPointer, to out: inout DigitOutput) {
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 { out.byte(0x2D) }
            let byte = value(bytes, index)
            out.byte(digit(byte >> 4))
            out.byte(digit(byte & 0xF))
        }
    }

    /// `192.0.2.1`
    static func appendINET4(_ bytes: UnsafeRawBufferPointer, at start: Int = 0, to out: inout DigitOutput) {
        for index in start..<(start + 4) {
            if index > start { out.byte(0x2E) }
            out.decimal(UInt64(value(bytes, index)))
        }
    }

    /// `2001:db8::ff00:42:8329`: the first of the longest runs of zero groups, also a run of one, is left out; the last
    /// four bytes stand as IPv4 where the address is a mapped or compatible one.
    static func appendINET6(_ bytes: UnsafeRawBufferPointer, to out: inout DigitOutput) {
        var gap = (start: -1, length: 0)
        var run = 0
        for index in 0..<8 {
            run = group(bytes, index) == 0 ? run + 1 : 0
            if run > gap.length { gap = (index - run + 1, run) }
        }
        var index = 0
        while index < 8 {
            if index == gap.start {
                if index == 0 { out.byte(0x3A) }
                out.byte(0x3A)
                index += gap.length
            } else if index == 6, gap.start == 0, gap.length == 6 || (gap.length == 5 && group(bytes, 5) == 0xFFFF) {
                return appendINET4(bytes, at: 12, to: &out)
            } else {
                hexadecimal(group(bytes, index), to: &out)
                index += 1
                if index < 8 { out.byte(0x3A) }
            }
        }
    }

    private static func hexadecimal(_ group: UInt16, to out: inout DigitOutput) {
        var shift: UInt16 = group >= 0x1000 ? 12 : group >= 0x100 ? 8 : group >= 0x10 ? 4 : 0
        while true {
            out.byte(digit(UInt8(truncatingIfNeeded: group >> shift & 0xF)))
            if shift == 0 { return }
            shift -= 4
        }
    }

    private static func group(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(value(bytes, 2 * index)) << 8 | UInt16(value(bytes, 2 * index + 1))
    }

    @inline(__always)
    private static func value(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }
}
