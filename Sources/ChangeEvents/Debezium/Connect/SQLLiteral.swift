/// A column's default as it was declared, as far as it is a literal.
///
///     'it''s' · _utf8mb4'x' · N'x' · 42 · -1.5e3 · TRUE · NULL
///     b'101' · 0b101 · x'6162' · 0x6162 · CURRENT_TIMESTAMP(3)
enum SQLLiteral: Equatable {
    case null
    /// A string, or a number as it was written.
    case text(String)
    /// A bit or hexadecimal literal, most significant byte first.
    case bytes([UInt8])
    /// The current time.
    case now
    /// What only the server can evaluate.
    case expression

    init(_ expression: String) {
        let text = expression.trimmed
        let upper = text.uppercased()
        if upper == "NULL" {
            self = .null
        } else if upper == "TRUE" || upper == "FALSE" {
            self = .text(upper == "TRUE" ? "1" : "0")
        } else if ["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"].contains(Self.functionName(upper)) {
            self = .now
        } else if let body = Self.body(of: text, introducers: ["B"]), let bytes = Self.bytes(body, radix: 2) {
            self = .bytes(bytes)
        } else if upper.hasPrefix("0B"), let bytes = Self.bytes(text.dropFirst(2), radix: 2) {
            self = .bytes(bytes)
        } else if let body = Self.body(of: text, introducers: ["X"]), let bytes = Self.bytes(body, radix: 16) {
            self = .bytes(bytes)
        } else if upper.hasPrefix("0X"), let bytes = Self.bytes(text.dropFirst(2), radix: 16) {
            self = .bytes(bytes)
        } else if let body = Self.body(of: text, introducers: ["", "N"]) ?? Self.introducedBody(of: text) {
            self = Self.unescaped(body).map { .text($0) } ?? .expression
        } else if Double(text) != nil, text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }) {
            self = .text(text)
        } else {
            self = .expression
        }
    }

    /// `now` of `now()` and of `now(6)`; the text itself of a name without brackets.
    private static func functionName(_ text: String) -> String {
        guard let bracket = text.firstIndex(of: "(") else { return text }
        let argument = text[bracket...].dropFirst().dropLast().utf8
        guard text.hasSuffix(")"), argument.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return "" }
        return String(text[..<bracket]).trimmed
    }

    /// What stands between the quotation marks of a string with one of the introducers.
    private static func body(of text: String, introducers: [String]) -> Substring? {
        guard let quote = text.firstIndex(of: "'"), text.last == "'" else { return nil }
        guard introducers.contains(text[..<quote].uppercased()), text.index(after: quote) < text.endIndex else {
            return nil
        }
        return text[text.index(after: quote)...].dropLast()
    }

    /// The same of a string with its character set before it, which is not asked for: the text is Unicode already.
    private static func introducedBody(of text: String) -> Substring? {
        guard text.hasPrefix("_"), let quote = text.firstIndex(of: "'") else { return nil }
        let name = text[..<quote]
        guard name.utf8.allSatisfy({ $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
        else { return nil }
        return body(of: text, introducers: [name.uppercased()])
    }

    /// Nil when a quotation mark stands alone: the text is more than one literal.
    private static func unescaped(_ body: Substring) -> String? {
        var out = ""
        var rest = body.unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == "'" {
                guard rest.popFirst() == "'" else { return nil }
                out.unicodeScalars.append("'")
            } else if scalar == "\\", let escaped = rest.popFirst() {
                switch escaped {
                case "0": out.unicodeScalars.append("\0")
                case "b": out.unicodeScalars.append("\u{8}")
                case "n": out.unicodeScalars.append("\n")
                case "r": out.unicodeScalars.append("\r")
                case "t": out.unicodeScalars.append("\t")
                case "Z": out.unicodeScalars.append("\u{1A}")
                default: out.unicodeScalars.append(escaped)
                }
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func bytes(_ digits: Substring, radix: Int) -> [UInt8]? {
        let perByte = radix == 2 ? 8 : 2
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard let byte = UInt8(rest.suffix(perByte), radix: radix) else { return nil }
            bytes.append(byte)
            rest = rest.dropLast(perByte)
        }
        return bytes.reversed()
    }
}

extension String {
    /// Without the spaces at both ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
