/// Finds statements that change rows by their text (statement format): their rows are not in the binlog, so passing
/// over one would lose changes in silence. Only the first word is looked at.
enum RowChangingStatement {
    private static let verbs: [StaticString] = [
        "insert", "update", "delete", "replace", "load", "with", "call", "do", "select",
    ]

    /// - Returns: the verb, or nil for DDL, grants, SET and everything else that changes no rows.
    static func verb(of statement: UnsafeRawBufferPointer) -> StaticString? {
        let word = firstWord(of: statement)
        return verbs.first { verb in
            word.count == verb.utf8CodeUnitCount
                && zip(word, UnsafeBufferPointer(start: verb.utf8Start, count: verb.utf8CodeUnitCount))
                    .allSatisfy { $0 | 0x20 == $1 }
        }
    }

    /// The first word after white space, comments and opening parentheses.
    private static func firstWord(of text: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        let start = skipBlanks(text)
        var end = start
        while end < text.count, (0x61...0x7A).contains(text[end] | 0x20) || text[end] == 0x5F { end += 1 }
        return text[start..<end]
    }

    private static func skipBlanks(_ text: UnsafeRawBufferPointer) -> Int {
        var position = 0
        func byte(_ distance: Int) -> UInt8? {
            position + distance < text.count ? text[position + distance] : nil
        }
        while let current = byte(0) {
            switch (current, byte(1)) {
            case (0x20, _), (0x09...0x0D, _), (0x28, _): position += 1
            case (0x23, _), (0x2D, 0x2D):
                while let next = byte(0), next != 0x0A { position += 1 }
            // The text of a /*! … */ or /*M! … */ comment is executed: only its opening is passed over.
            case (0x2F, 0x2A) where byte(2) == 0x21 || (byte(2) == 0x4D && byte(3) == 0x21):
                position += 3
                while let next = byte(0), next == 0x21 || (0x30...0x39).contains(next) { position += 1 }
            case (0x2F, 0x2A):
                position += 2
                while position < text.count, !(byte(0) == 0x2A && byte(1) == 0x2F) { position += 1 }
                position = min(position + 2, text.count)
            default: return position
            }
        }
        return position
    }
}
