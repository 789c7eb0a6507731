/// Java's `String.hashCode`: Σ unit × 31^(n−1−i) over the UTF-16 code units, in 32 bits.
/// Source: Java API, `java.lang.String.hashCode`.
enum JavaHash {
    static func hash(_ string: String) -> Int32 {
        var hash: Int32 = 0
        for unit in string.utf16 { hash = hash &* 31 &+ Int32(unit) }
        return hash
    }

    /// The hash of the string that stands in JSON, with its quotation marks; of the empty string for `null`.
    ///
    /// - Parameter json: as our own writers write it.
    static func hash(json: UnsafeRawBufferPointer) -> Int32 {
        guard json.count >= 2, json[0] == 0x22 else { return 0 }
        var hash: Int32 = 0
        var index = 1
        let end = json.count - 1
        while index < end {
            var scalar = UInt32(json[index])
            index += 1
            if scalar == 0x5C, index < end {
                scalar = unescape(json, &index, end)
            } else if scalar >= 0x80 {
                // The lead byte says how many follow; all were checked when they were written.
                let count = scalar >= 0xF0 ? 3 : scalar >= 0xE0 ? 2 : 1
                scalar &= 0x3F >> UInt32(count)
                for _ in 0..<count where index < end {
                    scalar = scalar << 6 | UInt32(json[index] & 0x3F)
                    index += 1
                }
            }
            if scalar >= 0x10000 {
                hash = hash &* 31 &+ Int32(truncatingIfNeeded: 0xD7C0 &+ scalar >> 10)
                scalar = 0xDC00 | scalar & 0x3FF
            }
            hash = hash &* 31 &+ Int32(truncatingIfNeeded: scalar)
        }
        return hash
    }

    /// The character behind a backslash.
    private static func unescape(_ json: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> UInt32 {
        let letter = json[index]
        index += 1
        switch letter {
        case 0x62: return 0x08
        case 0x66: return 0x0C
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x75:
            var value: UInt32 = 0
            for _ in 0..<4 where index < end {
                let digit = UInt32(json[index])
                value = value << 4 | (digit < 0x3A ? digit & 0xF : digit & 0xF + 9)
                index += 1
            }
            return value
        default: return UInt32(letter)
        }
    }

    /// Math.abs(hash) % count; 0 to count − 1 also where Java's absolute value is negative.
    static func partition(_ hash: Int32, count: Int) -> Int {
        let absolute = hash == .min ? hash : abs(hash)
        return Int(abs(absolute % Int32(clamping: count)))
    }
}
