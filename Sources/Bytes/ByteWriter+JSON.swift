/// JSON texts (RFC 8259), for lines that no encoder may reorder or copy once more.
extension ByteWriter {
    /// Appends the text without quotes, as it stands.
    public mutating func appendUTF8(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends the text as a JSON string.
    public mutating func appendJSON(_ text: String) {
        var text = text
        text.withUTF8 { appendJSON(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes, which have to be UTF-8, as a JSON string.
    public mutating func appendJSON(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        // Runs without a character to escape are copied whole.
        var start = 0
        for index in text.indices where Self.isEscaped(text[index]) {
            append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            appendEscaped(text[index])
            start = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
        default:
            appendUTF8("u00")
            append(Self.hexadecimal(byte >> 4))
            append(Self.hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    /// Appends Base64 (RFC 4648, section 4), without quotes.
    public mutating func appendBase64(_ bytes: UnsafeRawBufferPointer) {
        reserve((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = 0
            for index in 0..<3 { group = group << 8 | (index < count ? Int(bytes[start + index]) : 0) }
            for index in 0..<4 {
                append(index <= count ? Self.base64(group >> (18 - 6 * index) & 63) : UInt8(ascii: "="))
            }
        }
    }

    private static func base64(_ value: Int) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + UInt8(value)
        case 26..<52: UInt8(ascii: "a") + UInt8(value - 26)
        case 52..<62: UInt8(ascii: "0") + UInt8(value - 52)
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
