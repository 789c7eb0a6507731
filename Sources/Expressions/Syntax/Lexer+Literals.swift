import Glibc

extension Lexer {
    /// What stands between two quotation marks; a doubled mark is one, and in text a backslash escapes.
    mutating func quoted(_ mark: UInt8, _ place: Place) throws(ExpressionError) -> [UInt8] {
        at += 1
        var bytes: [UInt8] = []
        while at < text.count {
            let byte = text[at]
            at += 1
            if byte == 0x0A { beginLine(at: at) }
            if byte == mark {
                guard peek() == mark else { return bytes }
                at += 1
                bytes.append(mark)
            } else if byte == 0x5C, mark != 0x60 {
                guard at < text.count else { break }
                Self.append(escape: text[at], to: &bytes)
                at += 1
            } else {
                bytes.append(byte)
            }
        }
        let quote = String(UnicodeScalar(mark))
        throw place.error("the text that begins with \(quote) has no end", remedy: "Close it with \(quote).")
    }

    /// `\%` and `\_` stay as they are: they mean something to LIKE only.
    private static func append(escape byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "0"): bytes.append(0)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "Z"): bytes.append(0x1A)
        case UInt8(ascii: "%"), UInt8(ascii: "_"): bytes += [0x5C, byte]
        default: bytes.append(byte)
        }
    }

    /// X'41' and b'0101'.
    mutating func prefixed(_ kind: UInt8, _ place: Place) throws(ExpressionError) -> [UInt8] {
        at += 1
        let digits = try quoted(0x27, place)
        let isHexadecimal = kind == UInt8(ascii: "x")
        if isHexadecimal, digits.count % 2 != 0 {
            throw place.error("X'…' has an odd number of digits", remedy: "Write two digits for each byte.")
        }
        return try Self.bytes(digits, bitsPerDigit: isHexadecimal ? 4 : 1, place)
    }

    private static func bytes(
        _ digits: [UInt8], bitsPerDigit: Int, _ place: Place
    ) throws(ExpressionError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Digits fill bytes from the right.
        var place8 = (digits.count * bitsPerDigit) % 8
        if place8 == 0 { place8 = 8 }
        var value: UInt8 = 0
        for digit in digits {
            guard let nibble = nibble(digit), nibble < 1 << bitsPerDigit else {
                throw place.error("a hexadecimal or bit literal with another character", remedy: "Write X'4E' or b'1'.")
            }
            value = value << UInt8(bitsPerDigit) | nibble
            place8 -= bitsPerDigit
            if place8 == 0 {
                bytes.append(value)
                (value, place8) = (0, 8)
            }
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    /// 12, 1.5, .5, 1e3, 0x41, 0b01.
    mutating func number(_ place: Place) throws(ExpressionError) -> Token {
        let start = at
        if text[at] == 0x30, peek(1) == 0x78 || peek(1) == 0x62 {
            let bits = peek(1) == 0x78 ? 4 : 1
            at += 2
            while Self.isNameByte(peek()) { at += 1 }
            let digits = Array(text[(start + 2)..<at])
            if digits.isEmpty { throw place.error("0x without digits", remedy: "Write it like 0x4E.") }
            return .literal(.hexadecimal(try Self.bytes(digits, bitsPerDigit: bits, place)))
        }
        var hasPoint = false
        while Self.isDigit(peek()) || (peek() == 0x2E && !hasPoint) {
            if peek() == 0x2E { hasPoint = true }
            at += 1
        }
        let mantissaEnd = at
        if peek() | 0x20 == 0x65 {
            let sign = peek(1) == 0x2B || peek(1) == 0x2D ? 1 : 0
            if Self.isDigit(peek(1 + sign)) {
                at += 1 + sign
                while Self.isDigit(peek()) { at += 1 }
            }
        }
        let hasExponent = at > mantissaEnd
        guard !Self.isNameByte(peek()) else {
            throw place.error(
                "a number with letters behind it", remedy: "A name that begins with a digit stands in backticks.")
        }
        let written = String(decoding: text[start..<at], as: UTF8.self)
        if hasExponent { return .literal(.real(strtod(written, nil))) }
        return .literal(hasPoint ? .decimal(written) : .integer(written))
    }
}
