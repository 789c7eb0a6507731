/// Cuts a statement into tokens, one at a time, in one pass: time and memory grow with the text's length only.
///
/// Comments are passed over; `/*! … */`, `/*!80023 … */` and MariaDB's `/*M! … */` are read as the server that wrote
/// the statement read them.
/// Source: MySQL manual, "Comments", "String Literals", "Schema Object Names"; MariaDB "Comment Syntax".
struct SQLLexer {
    let text: [UInt8]
    let rules: SQLRules
    private(set) var position = 0
    /// Inside of an executed comment: its end is passed over.
    private var isInsideOfExecutedComment = false

    init(_ text: [UInt8], rules: SQLRules) {
        self.text = text
        self.rules = rules
    }

    mutating func next() -> SQLToken {
        skipBlanks()
        let start = position
        guard let byte = byte(0) else { return SQLToken(kind: .end, start: text.count, end: text.count) }
        let kind: SQLToken.Kind
        switch byte {
        case 0x60:
            skipQuoted(byte, hasEscapes: false)
            kind = .quotedName
        case 0x22:
            skipQuoted(byte, hasEscapes: !rules.hasAnsiQuotes && !rules.hasNoBackslashEscapes)
            kind = rules.hasAnsiQuotes ? .quotedName : .string
        case 0x27:
            skipQuoted(byte, hasEscapes: !rules.hasNoBackslashEscapes)
            kind = .string
        case 0x30...0x39: kind = numberOrWord()
        case 0x2E where self.byte(1).map(Self.isDigit) ?? false:
            position += 1
            skipDigits()
            skipExponent()
            kind = .number
        case let byte where Self.isWordByte(byte):
            skipWord()
            kind = .word
        default:
            position += 1
            kind = .symbol
        }
        return SQLToken(kind: kind, start: start, end: position)
    }

    // MARK: - Numbers and names

    /// A name may begin with a digit; only digits alone are a number.
    private mutating func numberOrWord() -> SQLToken.Kind {
        let start = position
        skipDigits()
        if byte(0) == 0x2E {
            position += 1
            skipDigits()
            skipExponent()
            return .number
        }
        let digitsEnd = position
        skipExponent()
        if let byte = byte(0), Self.isWordByte(byte) {
            position = digitsEnd
            skipWord()
            // 0x1F and 0b01 are literals.
            let isLiteral =
                digitsEnd == start + 1 && text[start] == 0x30 && digitsEnd < position
                && (text[digitsEnd] == 0x78 || text[digitsEnd] == 0x62)
            return isLiteral ? .number : .word
        }
        return .number
    }

    private mutating func skipDigits() { while let byte = byte(0), Self.isDigit(byte) { position += 1 } }

    private mutating func skipExponent() {
        guard let first = byte(0), first | 0x20 == 0x65 else { return }
        var length = 1
        if let sign = byte(1), sign == 0x2B || sign == 0x2D { length = 2 }
        guard let digit = byte(length), Self.isDigit(digit) else { return }
        position += length
        skipDigits()
    }

    private mutating func skipWord() { while let byte = byte(0), Self.isWordByte(byte) { position += 1 } }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isWordByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || isDigit(byte) || byte == 0x5F || byte == 0x24 || byte >= 0x80
    }

    // MARK: - Quotes

    /// A doubled quote stands for itself.
    private mutating func skipQuoted(_ quote: UInt8, hasEscapes: Bool) {
        position += 1
        while let current = byte(0) {
            position += 1
            if current == quote {
                guard byte(0) == quote else { return }
                position += 1
            } else if hasEscapes, current == 0x5C {
                position = min(position + 1, text.count)
            }
        }
    }

    // MARK: - White space and comments

    private mutating func skipBlanks() {
        while let current = byte(0) {
            switch (current, byte(1)) {
            case (0x20, _), (0x09...0x0D, _): position += 1
            case (0x23, _): skipLine()
            case (0x2D, 0x2D) where byte(2).map { $0 <= 0x20 } ?? true: skipLine()
            case (0x2F, 0x2A): skipComment()
            case (0x2A, 0x2F) where isInsideOfExecutedComment:
                position += 2
                isInsideOfExecutedComment = false
            default: return
            }
        }
    }

    private mutating func skipLine() { while let byte = byte(0), byte != 0x0A { position += 1 } }

    private mutating func skipComment() {
        position += 2
        var isForMariaDB = false
        if byte(0) == 0x4D, byte(1) == 0x21 {
            isForMariaDB = true
            position += 1
        }
        guard byte(0) == 0x21 else { return skipToCommentEnd() }
        position += 1
        // Five or six digits; fewer are text.
        var digits = 0
        while digits < 6, let byte = byte(digits), Self.isDigit(byte) { digits += 1 }
        var version = 0
        if digits >= 5 {
            for index in 0..<digits { version = version * 10 + Int(text[position + index] - 0x30) }
            position += digits
        }
        if rules.executesComment(version: version, isForMariaDB: isForMariaDB) {
            isInsideOfExecutedComment = true
        } else {
            skipToCommentEnd(isNesting: true)
        }
    }

    /// - Parameter isNesting: a comment inside of a version comment that is not executed ends by itself.
    private mutating func skipToCommentEnd(isNesting: Bool = false) {
        var depth = 1
        while let current = byte(0) {
            if current == 0x2A, byte(1) == 0x2F {
                position += 2
                depth -= 1
                if depth == 0 { return }
            } else if isNesting, current == 0x2F, byte(1) == 0x2A {
                position += 2
                depth += 1
            } else {
                position += 1
            }
        }
    }

    private func byte(_ distance: Int) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }
}
