import Bytes

/// The charsets that are forms of Unicode. A surrogate alone is no character, although MariaDB stores it.
extension TextDecoder {
    /// By the table of well-formed byte sequences (Unicode, table 3-7); what begins like one and breaks off is one error.
    static func appendUTF8(_ bytes: UnsafeRawBufferPointer, longest: Int, to writer: inout ByteWriter) -> Bool {
        convert(bytes, keepsASCII: true, to: &writer) { read, end, out, marks in
            let first = read.load(as: UInt8.self)
            let (length, lowest, highest) = shape(first)
            var valid = 1
            if length > 1, end - read >= 2 {
                let second = (read + 1).load(as: UInt8.self)
                if second >= lowest, second <= highest {
                    valid = 2
                    while valid < length, end - read > valid, (read + valid).load(as: UInt8.self) & 0xC0 == 0x80 {
                        valid &+= 1
                    }
                }
            }
            if valid == length, length <= longest {
                for offset in 0..<length {
                    (out + offset).storeBytes(of: (read + offset).load(as: UInt8.self), as: UInt8.self)
                }
                out += length
            } else {
                PackedCharacter.replacement.write(to: &out, &marks)
            }
            read += valid
        }
    }

    /// The length that a first byte announces, 0 for none, and the bounds of the second byte.
    @inline(__always)
    private static func shape(_ first: UInt8) -> (length: Int, lowest: UInt8, highest: UInt8) {
        switch first {
        case 0x00...0x7F: (1, 0, 0)
        case 0xC2...0xDF: (2, 0x80, 0xBF)
        case 0xE0: (3, 0xA0, 0xBF)
        case 0xED: (3, 0x80, 0x9F)
        case 0xE1...0xEF: (3, 0x80, 0xBF)
        case 0xF0: (4, 0x90, 0xBF)
        case 0xF1...0xF3: (4, 0x80, 0xBF)
        case 0xF4: (4, 0x80, 0x8F)
        default: (0, 0, 0)
        }
    }

    static func appendUCS2(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        convert(bytes, keepsASCII: false, to: &writer) { read, end, out, marks in
            write(unit(&read, end, isLittleEndian: false), to: &out, &marks)
        }
    }

    static func appendUTF16(
        _ bytes: UnsafeRawBufferPointer, isLittleEndian: Bool, to writer: inout ByteWriter
    ) -> Bool {
        convert(bytes, keepsASCII: false, to: &writer) { read, end, out, marks in
            let high = unit(&read, end, isLittleEndian: isLittleEndian)
            guard high & 0xFC00 == 0xD800, end - read >= 2 else { return write(high, to: &out, &marks) }
            var behind = read
            let low = unit(&behind, end, isLittleEndian: isLittleEndian)
            guard low & 0xFC00 == 0xDC00 else { return write(high, to: &out, &marks) }
            PackedCharacter.writeSupplementary((high & 0x3FF) << 10 | low & 0x3FF, to: &out)
            read = behind
        }
    }

    static func appendUTF32(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        convert(bytes, keepsASCII: false, to: &writer) { read, end, out, marks in
            guard end - read >= 4 else {
                read = end
                return PackedCharacter.replacement.write(to: &out, &marks)
            }
            let scalar = UInt32(bigEndian: read.loadUnaligned(as: UInt32.self))
            read += 4
            if scalar > 0xFFFF, scalar <= 0x10FFFF {
                PackedCharacter.writeSupplementary(scalar &- 0x10000, to: &out)
            } else {
                write(scalar, to: &out, &marks)
            }
        }
    }

    /// Two bytes as a number; half a unit at the end as a surrogate, which is no character.
    @inline(__always)
    private static func unit(
        _ read: inout UnsafeRawPointer, _ end: UnsafeRawPointer, isLittleEndian: Bool
    ) -> UInt32 {
        guard end - read >= 2 else {
            read = end
            return 0xDFFF
        }
        let unit = read.loadUnaligned(as: UInt16.self)
        read += 2
        return UInt32(isLittleEndian ? unit.littleEndian : unit.bigEndian)
    }

    /// Writes a code point of the basic plane; anything else is no character.
    @inline(__always)
    private static func write(
        _ scalar: UInt32, to out: inout UnsafeMutableRawPointer, _ marks: inout PackedCharacter.Marks
    ) {
        let isCharacter = scalar < 0xD800 || (scalar > 0xDFFF && scalar <= 0xFFFF)
        (isCharacter ? PackedCharacter(scalar) : .replacement).write(to: &out, &marks)
    }
}
