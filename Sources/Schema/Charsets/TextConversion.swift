import Bytes

/// Where the conversion of one text stands: raw positions, so that a character costs a load and a store.
struct TextConversion {
    /// Before `end`, where the next character begins.
    var read: UnsafeRawPointer
    let end: UnsafeRawPointer
    var out: UnsafeMutableRawPointer
    private(set) var marks = PackedCharacter.Marks()

    @inline(__always)
    var available: Int { end - read }

    /// A byte that is available.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { (read + offset).load(as: UInt8.self) }

    /// Writes a character for the next `length` bytes.
    @inline(__always)
    mutating func write(_ character: PackedCharacter, for length: Int) {
        character.write(to: &out, &marks)
        read += length
    }

    /// Writes a character beyond U+FFFF, by its distance from U+10000, for the next `length` bytes.
    @inline(__always)
    mutating func writeSupplementary(_ offset: UInt32, for length: Int) {
        PackedCharacter.writeSupplementary(offset, to: &out)
        read += length
    }

    /// Copies the next `length` bytes, at most four.
    @inline(__always)
    mutating func copy(_ length: Int) {
        for offset in 0..<length { (out + offset).storeBytes(of: byte(offset), as: UInt8.self) }
        out += length
        read += length
    }

    /// Bytes of a text that are converted before memory is reserved anew: a long text of ASCII is not to reserve three
    /// times its length.
    private static var stepBytesMax: Int { 8192 }

    /// Converts a text character by character, and ASCII eight bytes at a time.
    ///
    /// - Parameters:
    ///   - keepsASCII: whether a byte below 80 is that character of ASCII wherever a character begins.
    ///   - next: converts the character at `read`: writes at most 3 bytes for each byte it reads, stores at most 4.
    /// - Returns: whether all were characters.
    @inline(__always)
    static func run(
        _ bytes: UnsafeRawBufferPointer, keepsASCII: Bool, to writer: inout ByteWriter,
        next: (inout TextConversion) -> Void
    ) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        let end = start + bytes.count
        var conversion = TextConversion(read: start, end: end, out: writer.freeSpace(0))
        while conversion.read < end {
            let stop = conversion.read + min(conversion.available, stepBytesMax)
            // 32: the last word or character may begin before `stop` and end behind it.
            conversion.out = writer.freeSpace((stop - conversion.read) &* 3 &+ 32)
            while conversion.read < stop {
                if keepsASCII {
                    conversion.copyASCII(before: min(stop, end - 7))
                    guard conversion.read < stop else { break }
                }
                repeat {
                    next(&conversion)
                } while conversion.read < stop
                    && (!keepsASCII || conversion.byte(0) >= 0x80 || conversion.available < 8)
            }
            writer.commit(upTo: conversion.out)
        }
        return conversion.marks.areLegal
    }

    /// Copies words of eight bytes that begin before `stop`, up to the first byte above 7F.
    @inline(__always)
    private mutating func copyASCII(before stop: UnsafeRawPointer) {
        while read < stop {
            let word = read.loadUnaligned(as: UInt64.self)
            out.storeBytes(of: word, as: UInt64.self)
            let high = word.littleEndian & 0x8080_8080_8080_8080
            guard high == 0 else {
                read += high.trailingZeroBitCount >> 3
                out += high.trailingZeroBitCount >> 3
                return
            }
            read += 8
            out += 8
        }
    }
}
