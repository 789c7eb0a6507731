/// Reads a text of `CharsetText`: part of the program, so that it is taken as it is; the tests compare every character
/// with the servers.
struct CharsetTextReader {
    /// A number and how many digits it was written with.
    struct Code {
        let value: UInt32
        let digits: Int
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ text: StaticString) {
        bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte at the position; the last line has a line feed too.
    var next: UInt8 { isAtEnd ? 0x0A : bytes[position] }

    mutating func skip() { position += 1 }

    mutating func hexadecimal() -> Code {
        let start = position
        var value: UInt32 = 0
        while case let digit = next, (0x30...0x39).contains(digit) || (0x41...0x46).contains(digit) {
            value = value << 4 | UInt32(digit < 0x40 ? digit - 0x30 : digit - 0x37)
            position += 1
        }
        return Code(value: value, digits: position - start)
    }

    /// A character of at most three bytes.
    mutating func character() -> UInt32 {
        let first = UInt32(bytes[position])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3
        var scalar = first & (length == 1 ? 0x7F : length == 2 ? 0x1F : 0xF)
        for offset in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(bytes[position + offset] & 0x3F) }
        position += length
        return scalar
    }
}
