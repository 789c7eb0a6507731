import Bytes

/// In which letters the digits of `\u001F` stand: the character that ten follows, less ten.
enum JSONEscapes: UInt8 {
    /// Jackson: Debezium and Maxwell.
    case capitals = 0x37
    /// fastjson: Canal.
    case small = 0x57
}

/// Text in a JSON string: what is between the quotation marks.
///
/// Escaped as Debezium's writer does: `\"`, `\\`, `\b \f \n \r \t`, other control characters as `\u00XX` in capitals;
/// everything else stands as UTF-8.
enum JSONText {
    /// Appends UTF-8 that is checked while it is copied; false (and some of the text written) when it is not legal.
    static func appendUTF8(
        _ source: UnsafeRawBufferPointer, escapes: JSONEscapes = .capitals, to writer: inout ByteWriter
    ) -> Bool {
        append(source, escapes: escapes, to: &writer) { rest, out in UTF8Sequence.copy(rest, to: &out) }
    }

    /// Appends bytes of any kind as the characters U+0000 to U+00FF (ISO-8859-1).
    static func appendISO88591(
        _ source: UnsafeRawBufferPointer, escapes: JSONEscapes = .capitals, to writer: inout ByteWriter
    ) {
        _ = append(source, escapes: escapes, to: &writer) { rest, out in
            let byte = rest.load(as: UInt8.self)
            out.byte(0xC0 | byte >> 6)
            out.byte(0x80 | byte & 0x3F)
            return 1
        }
    }

    /// The same for utf8mb3, which has no sequences of four bytes.
    static func appendUTF8MB3(_ source: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        append(source, to: &writer) { rest, out in
            rest.load(as: UInt8.self) < 0xF0 ? UTF8Sequence.copy(rest, to: &out) : 0
        }
    }

    /// Copies plain ASCII eight bytes at a time and stops at what needs care.
    ///
    /// - Parameter convert: writes the character at the start of what is left (its first byte is above 127) and
    ///   returns how many bytes it read; 0 = not legal. At most 4 bytes are written for each byte read.
    @inline(__always)
    private static func append(
        _ source: UnsafeRawBufferPointer, escapes: JSONEscapes = .capitals, to writer: inout ByteWriter,
        convert: (UnsafeRawBufferPointer, inout DigitOutput) -> Int
    ) -> Bool {
        guard var read = source.baseAddress else { return true }
        let end = read + source.count
        // 8: a word is stored whole although only a part of it may count.
        var out = DigitOutput(writer.freeSpace(source.count &+ 8))
        while true {
            var stop = 8
            while end - read >= 8 {
                let word = read.loadUnaligned(as: UInt64.self).littleEndian
                out.at.storeBytes(of: word.littleEndian, as: UInt64.self)
                let special = specialLanes(word)
                if special != 0 {
                    stop = special.trailingZeroBitCount >> 3
                    break
                }
                read += 8
                out.at += 8
            }
            if stop < 8 {
                read += stop
                out.at += stop
            } else {
                while read < end, isPlain(read.load(as: UInt8.self)) {
                    out.byte(read.load(as: UInt8.self))
                    read += 1
                }
            }
            guard read < end else { break }
            writer.commit(upTo: out.at)
            // Each turn of the loop below writes at most 4 bytes more than it reads; reserved again at each turn.
            repeat {
                out = DigitOutput(writer.freeSpace(end - read &+ 24))
                let first = read.load(as: UInt8.self)
                if first < 0x80 {
                    escape(first, escapes: escapes, to: &out)
                    read += 1
                } else {
                    let used = convert(UnsafeRawBufferPointer(start: read, count: end - read), &out)
                    guard used > 0 else { return false }
                    read += used
                }
                writer.commit(upTo: out.at)
            } while read < end && !isPlain(read.load(as: UInt8.self))
            out = DigitOutput(writer.freeSpace(end - read &+ 8))
        }
        writer.commit(upTo: out.at)
        return true
    }

    /// The top bit of each byte that is a control character, `"`, `\` or above 127. A subtraction can borrow only out
    /// of a byte that is marked itself, so the lowest mark is always right, and no mark means none.
    @inline(__always)
    static func specialLanes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = (word ^ (ones &* 0x22)) &- ones
        let backslash = (word ^ (ones &* 0x5C)) &- ones
        let control = word &- ones &* 0x20
        return (quote | backslash | control | word) & (ones &* 0x80)
    }

    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte < 0x80 }

    /// Writes the escape sequence of a byte below 128 that needs one (six bytes at most).
    static func escape(_ byte: UInt8, escapes: JSONEscapes = .capitals, to out: inout DigitOutput) {
        out.byte(0x5C)
        switch byte {
        case 0x22, 0x5C: out.byte(byte)
        case 0x08: out.byte(0x62)
        case 0x09: out.byte(0x74)
        case 0x0A: out.byte(0x6E)
        case 0x0C: out.byte(0x66)
        case 0x0D: out.byte(0x72)
        default:
            out.text("u00")
            out.byte(0x30 &+ byte >> 4)
            let low = byte & 0xF
            out.byte(low < 10 ? 0x30 &+ low : escapes.rawValue &+ low)
        }
    }
}
