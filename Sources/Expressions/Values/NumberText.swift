import Glibc

/// Texts as numbers, and numbers as texts, as the servers convert them.
enum NumberText {
    /// The number that a text begins with, after spaces; 0 when it begins with none. Never infinite.
    /// Source: MySQL manual, "Type Conversion in SQLExpression Evaluation".
    static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
        var at = 0
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
        let start = at
        if at < bytes.count, bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
        let digitsStart = at
        var whole: UInt64 = 0
        while at < bytes.count, Lexer.isDigit(bytes[at]) {
            whole = whole &* 10 &+ UInt64(bytes[at] & 0x0F)
            at += 1
        }
        var digits = at - digitsStart
        let isWhole = at == bytes.count || (bytes[at] != 0x2E && bytes[at] | 0x20 != 0x65)
        if isWhole, digits <= 15 { return bytes[safe: start] == 0x2D ? -Double(whole) : Double(whole) }
        if at < bytes.count, bytes[at] == 0x2E {
            at += 1
            let fractionStart = at
            while at < bytes.count, Lexer.isDigit(bytes[at]) { at += 1 }
            digits += at - fractionStart
        }
        guard digits > 0 else { return 0 }
        if at < bytes.count, bytes[at] | 0x20 == 0x65 {
            let sign = at + 1 < bytes.count && (bytes[at + 1] == 0x2B || bytes[at + 1] == 0x2D) ? 1 : 0
            if at + 1 + sign < bytes.count, Lexer.isDigit(bytes[at + 1 + sign]) {
                at += 1 + sign
                while at < bytes.count, Lexer.isDigit(bytes[at]) { at += 1 }
            }
        }
        let number = parse(UnsafeRawBufferPointer(rebasing: bytes[start..<at]))
        if number.isInfinite { return number < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude }
        return number
    }

    /// `strtod` needs a zero behind the digits.
    private static func parse(_ digits: UnsafeRawBufferPointer) -> Double {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: digits.count + 1) { text in
            guard let start = text.baseAddress, let source = digits.baseAddress else { return 0 }
            UnsafeMutableRawPointer(start).copyMemory(from: source, byteCount: digits.count)
            start[digits.count] = 0
            return strtod(start, nil)
        }
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// The number, when the text is nothing but one whole number: "12", "-3".
    static func integer(_ bytes: [UInt8]) -> Int128? {
        let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty, digits.count <= 20, digits.allSatisfy(Lexer.isDigit) else { return nil }
        let number = digits.reduce(Int128(0)) { $0 * 10 + Int128($1 & 0x0F) }
        return bytes.first == 0x2D ? -number : number
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    subscript(safe index: Int) -> UInt8 { index < count ? self[index] : 0 }
}
