import Bytes

/// The charsets that are forms of Unicode. A surrogate alone is no character, although MariaDB stores it.
extension TextDecoder {
    /// By the table of well-formed byte sequences (Unicode, table 3-7); what begins like one and breaks off is one error.
    static func appendUTF8(_ bytes: UnsafeRawBufferPointer, longest: Int, to writer: inout ByteWriter) -> Bool {
        TextConversion.run(bytes, keepsASCII: true, to: &writer) { text in
            let (length, lowest, highest) = shape(text.byte(0))
            var valid = 1
            if length > 1, text.available >= 2, text.byte(1) >= lowest, text.byte(1) <= highest {
                valid = 2
                while valid < length, text.available > valid, text.byte(valid) & 0xC0 == 0x80 { valid &+= 1 }
            }
            if valid == length, length <= longest {
                text.copy(length)
            } else {
                text.write(.replacement, for: valid)
            }
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
        TextConversion.run(bytes, keepsASCII: false, to: &writer) { text in
            guard text.available >= 2 else { return text.write(.replacement, for: text.available) }
            text.write(character(unit(text, 0, isLittleEndian: false)), for: 2)
        }
    }

    static func appendUTF16(
        _ bytes: UnsafeRawBufferPointer, isLittleEndian: Bool, to writer: inout ByteWriter
    ) -> Bool {
        TextConversion.run(bytes, keepsASCII: false, to: &writer) { text in
            guard text.available >= 2 else { return text.write(.replacement, for: text.available) }
            let high = unit(text, 0, isLittleEndian: isLittleEndian)
            if high & 0xFC00 == 0xD800, text.available >= 4 {
                let low = unit(text, 2, isLittleEndian: isLittleEndian)
                if low & 0xFC00 == 0xDC00 {
                    return text.writeSupplementary((high & 0x3FF) << 10 | low & 0x3FF, for: 4)
                }
            }
            text.write(character(high), for: 2)
        }
    }

    static func appendUTF32(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        TextConversion.run(bytes, keepsASCII: false, to: &writer) { text in
            guard text.available >= 4 else { return text.write(.replacement, for: text.available) }
            let scalar = UInt32(bigEndian: text.read.loadUnaligned(as: UInt32.self))
            if scalar > 0xFFFF, scalar <= 0x10FFFF {
                text.writeSupplementary(scalar &- 0x10000, for: 4)
            } else {
                text.write(character(scalar), for: 4)
            }
        }
    }

    /// Two bytes that are available as a number.
    @inline(__always)
    private static func unit(_ text: TextConversion, _ offset: Int, isLittleEndian: Bool) -> UInt32 {
        let unit = (text.read + offset).loadUnaligned(as: UInt16.self)
        return UInt32(isLittleEndian ? unit.littleEndian : unit.bigEndian)
    }

    /// A code point of the basic plane; anything else is no character.
    @inline(__always)
    private static func character(_ scalar: UInt32) -> PackedCharacter {
        scalar < 0xD800 || (scalar > 0xDFFF && scalar <= 0xFFFF) ? PackedCharacter(scalar) : .replacement
    }
}
