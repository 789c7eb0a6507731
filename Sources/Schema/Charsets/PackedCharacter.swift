/// One character as UTF-8 in a word, to be written with one store: up to three bytes in memory order, then their number.
///
///     bits 0–23 bytes    24–25 length    31 set: no character of the charset, what is written is U+FFFD
struct PackedCharacter: Sendable, Equatable {
    private var bits: UInt32

    /// Of a table's cell: not even well-formed.
    static let none = PackedCharacter(bits: 0)
    static let replacement = PackedCharacter(bits: 0x83BD_BFEF)

    private init(bits: UInt32) { self.bits = bits }

    /// - Parameter scalar: below 0x10000 and no surrogate.
    @inline(__always)
    init(_ scalar: UInt32) {
        if scalar < 0x80 {
            bits = scalar | 1 << 24
        } else if scalar < 0x800 {
            bits = 0xC0 | scalar >> 6 | (0x80 | scalar & 0x3F) << 8 | 2 << 24
        } else {
            bits = 0xE0 | scalar >> 12 | (0x80 | scalar >> 6 & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16 | 3 << 24
        }
    }

    @inline(__always)
    var isNone: Bool { bits == 0 }

    /// The code point; U+FFFD for what has no character.
    var scalar: UInt32 {
        let (first, second, third) = (bits & 0xFF, bits >> 8 & 0x3F, bits >> 16 & 0x3F)
        switch bits >> 24 & 3 {
        case 1: return first
        case 2: return (first & 0x1F) << 6 | second
        default: return (first & 0xF) << 12 | second << 6 | third
        }
    }

    /// Writes it, moves on behind it and remembers whether it was a character; four bytes must be free.
    @inline(__always)
    func write(to out: inout UnsafeMutableRawPointer, _ marks: inout Marks) {
        out.storeBytes(of: bits.littleEndian, as: UInt32.self)
        out += Int(bits >> 24 & 3)
        marks.bits |= bits
    }

    /// Writes a character beyond U+FFFF; four bytes must be free.
    ///
    /// - Parameter offset: its distance from U+10000, below 0x100000.
    @inline(__always)
    static func writeSupplementary(_ offset: UInt32, to out: inout UnsafeMutableRawPointer) {
        let scalar = offset &+ 0x10000
        let head = 0xF0 | scalar >> 18 | (0x80 | scalar >> 12 & 0x3F) << 8
        let word = head | (0x80 | scalar >> 6 & 0x3F) << 16 | (0x80 | scalar & 0x3F) << 24
        out.storeBytes(of: word.littleEndian, as: UInt32.self)
        out += 4
    }

    /// Remembers whether all that was written were characters.
    struct Marks {
        fileprivate var bits: UInt32 = 0

        var areLegal: Bool { bits & 0x8000_0000 == 0 }
    }
}
