/// A piece of a statement, by its place in the text.
struct SQLToken: Equatable {
    enum Kind: UInt8 {
        /// A keyword or a name without quotes.
        case word
        /// A name in backticks, or in double quotes where sql_mode has ANSI_QUOTES.
        case quotedName
        /// A literal in quotes.
        case string
        case number
        /// One byte of punctuation.
        case symbol
        case end
    }

    var kind: Kind
    /// Offset of the first byte.
    var start: Int
    /// Offset after the last byte.
    var end: Int
}
