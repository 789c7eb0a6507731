/// The text of a JSON string.
enum JSONUnescaping {
    /// Writes the text without escapes: never longer than it stands there.
    /// - Returns: bytes written; nil for an escape that JSON does not know.
    static func write(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int? {
        var (read, written) = (0, 0)
        while read < source.count {
            let byte = source[read]
            read += 1
            guard byte == 0x5C else {
                target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
                written += 1
                continue
            }
            guard read < source.count else { return nil }
            let plain: UInt8
            switch source[read] {
            case 0x22, 0x5C, 0x2F: plain = source[read]
            case 0x62: plain = 0x08
            case 0x66: plain = 0x0C
            case 0x6E: plain = 0x0A
            case 0x72: plain = 0x0D
            case 0x74: plain = 0x09
            case 0x75:
                guard let scalar = scalar(source, &read) else { return nil }
                for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    target.storeBytes(of: unit, toByteOffset: written, as: UInt8.self)
                    written += 1
                }
                continue
            default: return nil
            }
            read += 1
            target.storeBytes(of: plain, toByteOffset: written, as: UInt8.self)
            written += 1
        }
        return written
    }

    /// What `uXXXX` at `read` stands for, with the second half of a pair.
    private static func scalar(_ source: UnsafeRawBufferPointer, _ read: inout Int) -> Unicode.Scalar? {
        guard let first = unit(source, read + 1) else { return nil }
        read += 5
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, read + 1 < source.count, source[read] == 0x5C, source[read + 1] == 0x75,
            let second = unit(source, read + 2), 0xDC00..<0xE000 ~= second
        else { return nil }
        read += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func unit(_ source: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
        guard start + 4 <= source.count else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = HexadecimalDigit.value(source[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

/// A digit of a hexadecimal number.
enum HexadecimalDigit {
    @inline(__always)
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
