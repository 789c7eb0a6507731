/// Binary data written as text.
enum BinaryText {
    /// Writes the bytes that a Base64 text (either alphabet, with padding) stands for.
    /// - Returns: how many; nil for another text. There is room for three bytes for each four characters.
    static func base64(_ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int? {
        var count = text.count
        guard count % 4 == 0 else { return nil }
        while count > 0, text.count - count < 2, text[count - 1] == 0x3D { count -= 1 }
        var (group, bits, written) = (UInt32(0), UInt32(0), 0)
        for index in 0..<count {
            guard let value = sextet(text[index]) else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            target.storeBytes(
                of: UInt8(truncatingIfNeeded: group >> bits), toByteOffset: written, as: UInt8.self)
            written += 1
        }
        return written
    }

    @inline(__always)
    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }

    /// Writes the bytes that pairs of hexadecimal digits stand for; `-` between them is passed over.
    static func hexadecimal(_ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int? {
        var (written, high) = (0, UInt8?.none)
        for byte in text where byte != 0x2D {
            guard let digit = HexadecimalDigit.value(byte) else { return nil }
            guard let first = high else {
                high = digit
                continue
            }
            target.storeBytes(of: first << 4 | digit, toByteOffset: written, as: UInt8.self)
            written += 1
            high = nil
        }
        return high == nil ? written : nil
    }
}
