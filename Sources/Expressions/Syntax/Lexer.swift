/// Cuts an expression's text into tokens.
///
/// Source: MySQL manual, "Literal Values" and "Schema Object Names". Double quotes delimit text (the servers' default,
/// without ANSI_QUOTES); a backslash escapes (without NO_BACKSLASH_ESCAPES).
struct Lexer {
    /// Longer texts are refused.
    static let bytesMax = 64 << 10

    let text: [UInt8]
    var at = 0
    private var line = 1
    /// How far columns are counted on this line.
    private var counted = (at: 0, column: 1)

    init(_ text: String) throws(ExpressionError) {
        self.text = Array(text.utf8)
        guard self.text.count <= Self.bytesMax else {
            throw Place(line: 1, column: 1).error(
                "the expression has more than \(Self.bytesMax) bytes", remedy: "Write a shorter one.")
        }
    }

    /// Where `at` is. Columns count characters, not bytes.
    private mutating func here() -> Place {
        for byte in text[counted.at..<at] where byte & 0xC0 != 0x80 { counted.column += 1 }
        counted.at = at
        return Place(line: line, column: counted.column)
    }

    mutating func beginLine(at start: Int) {
        line += 1
        counted = (start, 1)
    }

    func peek(_ distance: Int = 0) -> UInt8 { at + distance < text.count ? text[at + distance] : 0 }

    static func tokens(_ text: String) throws(ExpressionError) -> [PlacedToken] {
        var lexer = try Lexer(text)
        var tokens: [PlacedToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.token == .end { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> PlacedToken {
        try skipSpace()
        let place = here()
        guard at < text.count else { return PlacedToken(token: .end, place: place, start: at, end: at) }
        let start = at
        let token = try token(place)
        return PlacedToken(token: token, place: place, start: start, end: at)
    }

    private mutating func skipSpace() throws(ExpressionError) {
        while at < text.count {
            switch text[at] {
            case 0x0A:
                at += 1
                beginLine(at: at)
            case 0x20, 0x09, 0x0D: at += 1
            case 0x2D where peek(1) == 0x2D && (at + 2 >= text.count || peek(2) <= 0x20):
                while at < text.count, text[at] != 0x0A { at += 1 }
            case 0x2F where peek(1) == 0x2A: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(ExpressionError) {
        let start = here()
        at += 2
        while at < text.count, !(text[at] == 0x2A && peek(1) == 0x2F) {
            if text[at] == 0x0A { beginLine(at: at + 1) }
            at += 1
        }
        guard at < text.count else { throw start.error("the comment has no end", remedy: "Close it with */.") }
        at += 2
    }

    private mutating func token(_ place: Place) throws(ExpressionError) -> Token {
        let byte = text[at]
        switch byte {
        case 0x27, 0x22: return .literal(.text(try quoted(byte, place)))
        case 0x60: return .word(String(decoding: try quoted(byte, place), as: UTF8.self), quoted: true)
        case 0x30...0x39: return try number(place)
        case 0x2E where Self.isDigit(peek(1)): return try number(place)
        case 0x58, 0x78, 0x42, 0x62:
            if peek(1) == 0x27 { return .literal(.hexadecimal(try prefixed(byte | 0x20, place))) }
            return word()
        default: return Self.isNameByte(byte) ? word() : try symbol(place)
        }
    }

    private mutating func word() -> Token {
        let start = at
        while at < text.count, Self.isNameByte(text[at]) { at += 1 }
        return .word(String(decoding: text[start..<at], as: UTF8.self), quoted: false)
    }

    private mutating func symbol(_ place: Place) throws(ExpressionError) -> Token {
        for symbol in ["<=>", "<=", ">=", "<>", "!=", "&&", "||", "->"] where text[at...].starts(with: symbol.utf8) {
            at += symbol.utf8.count
            return .symbol(symbol)
        }
        let byte = text[at]
        guard "()+-*/%=<>!,.;".utf8.contains(byte) else {
            let character = String(decoding: text[at...].prefix(4), as: UTF8.self).prefix(1)
            throw place.error(
                "the character \"\(character)\" has no meaning here", remedy: "Supported: \(SQLExpression.supported)")
        }
        at += 1
        return .symbol(String(UnicodeScalar(byte)))
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...0xFF: true
        default: false
        }
    }
}
