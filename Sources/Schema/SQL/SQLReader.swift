/// Reads tokens one after the other; the parsers stand on it.
struct SQLReader {
    private var lexer: SQLLexer
    private(set) var token: SQLToken
    /// Offset after the last token that was read.
    private(set) var lastEnd = 0

    var rules: SQLRules { lexer.rules }

    /// - Parameter text: UTF-8.
    init(_ text: [UInt8], rules: SQLRules) {
        lexer = SQLLexer(text, rules: rules)
        token = lexer.next()
    }

    mutating func advance() {
        lastEnd = token.end
        token = lexer.next()
    }

    var isAtEnd: Bool { token.kind == .end || isAt(symbol: 0x3B) }

    // MARK: - Keywords and punctuation

    func isAt(_ keyword: StaticString) -> Bool { Self.matches(token, keyword, lexer.text) }

    /// True when these two words come next.
    func isAt(_ first: StaticString, _ second: StaticString) -> Bool {
        isAt(first) && Self.matches(peek(), second, lexer.text)
    }

    func isAt(symbol: UInt8) -> Bool { token.kind == .symbol && lexer.text[token.start] == symbol }

    /// The token after the current one.
    func peek() -> SQLToken {
        var ahead = lexer
        return ahead.next()
    }

    func isNext(symbol: UInt8) -> Bool {
        let next = peek()
        return next.kind == .symbol && lexer.text[next.start] == symbol
    }

    mutating func take(_ keyword: StaticString) -> Bool {
        guard isAt(keyword) else { return false }
        advance()
        return true
    }

    mutating func take(_ first: StaticString, _ second: StaticString) -> Bool {
        guard isAt(first, second) else { return false }
        advance()
        advance()
        return true
    }

    mutating func take(symbol: UInt8) -> Bool {
        guard isAt(symbol: symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ keyword: StaticString) throws(SQLNotUnderstood) {
        guard take(keyword) else { throw unexpected("\(keyword)") }
    }

    mutating func expect(symbol: UInt8) throws(SQLNotUnderstood) {
        guard take(symbol: symbol) else { throw unexpected(String(UnicodeScalar(symbol))) }
    }

    private static func matches(_ token: SQLToken, _ keyword: StaticString, _ text: [UInt8]) -> Bool {
        guard token.kind == .word, token.end - token.start == keyword.utf8CodeUnitCount else { return false }
        for index in 0..<keyword.utf8CodeUnitCount {
            let byte = text[token.start + index]
            let upper = (0x61...0x7A).contains(byte) ? byte & 0xDF : byte
            guard upper == keyword.utf8Start[index] else { return false }
        }
        return true
    }

    // MARK: - Names, literals, text

    /// A word in lower case; nil when the token is something else.
    var word: String? { token.kind == .word ? source(token.start, token.end).lowercased() : nil }

    func source(_ start: Int, _ end: Int) -> String {
        start < end ? String(decoding: lexer.text[start..<end], as: UTF8.self) : ""
    }

    /// A name, with or without quotes.
    mutating func name() throws(SQLNotUnderstood) -> String {
        switch token.kind {
        case .word:
            let name = source(token.start, token.end)
            advance()
            return name
        case .quotedName:
            let name = unquoted(token, hasEscapes: false)
            advance()
            return name
        default: throw unexpected("a name")
        }
    }

    /// A text literal; literals one after the other are one.
    mutating func string() throws(SQLNotUnderstood) -> String {
        guard token.kind == .string else { throw unexpected("a text") }
        var text = unquoted(token, hasEscapes: !rules.hasNoBackslashEscapes)
        advance()
        while token.kind == .string {
            text += unquoted(token, hasEscapes: !rules.hasNoBackslashEscapes)
            advance()
        }
        return text
    }

    /// A small number.
    mutating func integer() throws(SQLNotUnderstood) -> Int {
        guard token.kind == .number, let value = Int(source(token.start, token.end)), value <= 1 << 32 else {
            throw unexpected("a number")
        }
        advance()
        return value
    }

    private func unquoted(_ token: SQLToken, hasEscapes: Bool) -> String {
        let text = lexer.text
        let quote = text[token.start]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(token.end - token.start)
        var index = token.start + 1
        // A literal without its end quote runs to the end of the text.
        let end = token.end > token.start + 1 && text[token.end - 1] == quote ? token.end - 1 : token.end
        while index < end {
            let byte = text[index]
            if byte == quote {
                bytes.append(quote)
                index += 2
            } else if hasEscapes, byte == 0x5C, index + 1 < end {
                Self.appendEscape(text[index + 1], to: &bytes)
                index += 2
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0x30: bytes.append(0)
        case 0x62: bytes.append(8)
        case 0x6E: bytes.append(10)
        case 0x72: bytes.append(13)
        case 0x74: bytes.append(9)
        case 0x5A: bytes.append(26)
        // These two keep their backslash: they are patterns of LIKE.
        case 0x25, 0x5F: bytes += [0x5C, byte]
        default: bytes.append(byte)
        }
    }

    // MARK: - Passing over

    /// Passes over `( … )`.
    mutating func skipParentheses() throws(SQLNotUnderstood) {
        guard isAt(symbol: 0x28) else { throw unexpected("(") }
        var depth = 0
        repeat {
            if isAt(symbol: 0x28) { depth += 1 } else if isAt(symbol: 0x29) { depth -= 1 }
            guard token.kind != .end else { throw SQLNotUnderstood("a parenthesis without its end") }
            advance()
        } while depth > 0
    }

    /// Passes over everything up to a comma or closing parenthesis on this level.
    mutating func skipToComma() throws(SQLNotUnderstood) {
        while !isAtEnd, !isAt(symbol: 0x2C), !isAt(symbol: 0x29) {
            if isAt(symbol: 0x28) { try skipParentheses() } else { advance() }
        }
    }

    func unexpected(_ wanted: String) -> SQLNotUnderstood {
        let found = token.kind == .end ? "its end" : "'\(source(token.start, min(token.end, token.start + 40)))'"
        return SQLNotUnderstood("\(wanted) expected, found \(found)")
    }
}
