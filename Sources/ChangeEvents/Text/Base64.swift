import Bytes

/// Base64 (RFC 4648) with padding, in the standard or the URL-safe alphabet.
enum Base64 {
    enum Alphabet {
        case standard
        case urlSafe
    }

    /// Appends the text of `source` followed by `zeros` zero bytes (BINARY(n) columns are stored without theirs).
    static func append(
        _ source: UnsafeRawBufferPointer, zeros: Int = 0, alphabet: Alphabet = .standard, to writer: inout ByteWriter
    ) {
        let total = source.count + zeros
        var out = DigitOutput(writer.freeSpace((total + 2) / 3 * 4))
        var index = 0
        while index < total {
            var group: UInt32 = 0
            for step in 0..<3 {
                let at = index &+ step
                group = group << 8 | (at < source.count ? UInt32(source[at]) : 0)
            }
            let present = min(3, total &- index)
            for step in 0..<4 {
                let sextet = UInt8(truncatingIfNeeded: group >> UInt32(18 &- 6 &* step) & 0x3F)
                out.byte(step <= present ? character(sextet, alphabet) : 0x3D)
            }
            index &+= 3
        }
        writer.commit(upTo: out.at)
    }

    @inline(__always)
    private static func character(_ sextet: UInt8, _ alphabet: Alphabet) -> UInt8 {
        switch sextet {
        case 0..<26: 0x41 &+ sextet
        case 26..<52: 0x61 &+ sextet &- 26
        case 52..<62: 0x30 &+ sextet &- 52
        case 62: alphabet == .standard ? 0x2B : 0x2D
        default: alphabet == .standard ? 0x2F : 0x5F
        }
    }
}

/// Hexadecimal text in small letters.
enum Hexadecimal {
    static func append(_ source: UnsafeRawBufferPointer, zeros: Int = 0, to writer: inout ByteWriter) {
        var out = DigitOutput(writer.freeSpace(2 * (source.count + zeros)))
        for byte in source {
            out.byte(digit(byte >> 4))
            out.byte(digit(byte & 0xF))
        }
        writer.commit(upTo: out.at)
        writer.append(repeating: 0x30, count: 2 * zeros)
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }
}
