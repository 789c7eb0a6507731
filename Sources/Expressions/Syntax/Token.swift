/// The smallest parts of an expression's text.
package enum Token: Equatable {
    /// A name or keyword as written; `quoted` when it stood in backticks and so is no keyword.
    case word(String, quoted: Bool)
    case literal(Literal)
    /// An operator or bracket: `<=`, `(`, `,`, `.`.
    case symbol(String)
    case end

    /// For messages.
    package var text: String {
        switch self {
        case .word(let word, let quoted): quoted ? "`\(word)`" : word
        case .literal(let literal): literal.text
        case .symbol(let symbol): symbol
        case .end: "the end"
        }
    }
}

package struct PlacedToken {
    package let token: Token
    package let place: Place
    /// Where the token stands in the text's UTF-8.
    package let start: Int
    package let end: Int
}

extension Literal {
    package var text: String {
        switch self {
        case .null: "NULL"
        case .truth(let value): value ? "TRUE" : "FALSE"
        case .integer(let digits), .decimal(let digits): digits
        case .real(let number): "\(number)"
        case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
        case .hexadecimal: "a hexadecimal literal"
        case .date(let text): "DATE '\(text)'"
        case .time(let text): "TIME '\(text)'"
        case .timestamp(let text): "TIMESTAMP '\(text)'"
        }
    }
}
