import Bytes

extension TextDecoder {
    /// Bytes of a text that are converted before memory is reserved anew: a long text of ASCII is not to reserve three
    /// times its length.
    private static var stepBytesMax: Int { 8192 }

    /// Converts a text character by character, and ASCII eight bytes at a time.
    ///
    /// - Parameters:
    ///   - keepsASCII: whether a byte below 80 is that character of ASCII wherever a character begins.
    ///   - next: converts the character that begins at the first pointer, which is before the second, writes it with at
    ///     most 3 bytes for each byte read, stores at most 4, and moves both positions.
    @inline(__always)
    static func convert(
        _ bytes: UnsafeRawBufferPointer, keepsASCII: Bool, to writer: inout ByteWriter,
        next: (inout UnsafeRawPointer, UnsafeRawPointer, inout UnsafeMutableRawPointer, inout PackedCharacter.Marks) -> Void
    ) -> Bool {
        guard var read = bytes.baseAddress else { return true }
        let end = read + bytes.count
        var marks = PackedCharacter.Marks()
        while read < end {
            let stop = read + min(end - read, stepBytesMax)
            let lastWord = min(stop, end - 7)
            // 32: the last word or character may begin before `stop` and end behind it.
            var out = writer.freeSpace((stop - read) &* 3 &+ 32)
            while read < stop {
                if keepsASCII {
                    while read < lastWord {
                        let word = read.loadUnaligned(as: UInt64.self)
                        out.storeBytes(of: word, as: UInt64.self)
                        let high = word.littleEndian & 0x8080_8080_8080_8080
                        guard high == 0 else {
                            read += high.trailingZeroBitCount >> 3
                            out += high.trailingZeroBitCount >> 3
                            break
                        }
                        read += 8
                        out += 8
                    }
                    guard read < stop else { break }
                }
                repeat {
                    next(&read, end, &out, &marks)
                } while read < stop && (!keepsASCII || read.load(as: UInt8.self) >= 0x80 || end - read < 8)
            }
            writer.commit(upTo: out)
        }
        return marks.areLegal
    }
}
