import Schema

extension Compiler {
    /// The collation under which two texts are compared: an explicit one before a column's before none.
    /// Source: MySQL manual, "Collation Coercibility in Expressions".
    func collation(_ one: Operand, _ other: Operand, at place: Place) throws(ExpressionError) -> Collation {
        let kind = try merged([one, other], at: place)
        guard let collation = kind.collation else {
            if let unknown = kind.unknown { throw unknownCollation(unknown, kind.charset, at: place) }
            throw place.error(
                "nothing says by which collation the texts are compared",
                remedy: "Write one of them like 'text' COLLATE utf8mb4_bin.", code: .unsupported)
        }
        return collation
    }

    /// What a text made of several is compared by.
    func merged(_ operands: [Operand], at place: Place) throws(ExpressionError) -> TextKind {
        var result: TextKind?
        for operand in operands {
            guard let kind = operand.textKind else { continue }
            guard let before = result else {
                result = kind
                continue
            }
            result = try merged(before, kind, at: place)
        }
        return result ?? TextKind(strength: .literal)
    }

    private func merged(_ one: TextKind, _ other: TextKind, at place: Place) throws(ExpressionError) -> TextKind {
        // The bytes of a binary string are compared with the bytes that the server stores.
        if one.isBinary != other.isBinary, !one.isStoredForm || !other.isStoredForm {
            throw place.error(
                "a binary string meets a text that is not stored as UTF-8", remedy: "Compare texts with texts.",
                code: .unsupported)
        }
        if one.strength != other.strength { return one.strength.rawValue > other.strength.rawValue ? one : other }
        if one.strength == .literal || one.collation?.name == other.collation?.name && one.unknown == other.unknown {
            return one
        }
        if one.strength == .column, one.charset == other.charset {
            if one.isBinaryCollation { return one }
            if other.isBinaryCollation { return other }
        }
        if one.strength == .column, one.isBinary || other.isBinary { return one.isBinary ? one : other }
        throw place.error(
            "texts of two collations meet: \(one.name) and \(other.name)",
            remedy: "Say which one counts, for example: column COLLATE utf8mb4_bin.", code: .unsupported)
    }

    func unknownCollation(_ number: UInt32, _ charset: Charset?, at place: Place) -> ExpressionError {
        let name = charset.map { " (\($0.rawValue))" } ?? ""
        return place.error(
            "the order of collation \(number)\(name) is not known here",
            remedy: "Compare with another one: column COLLATE utf8mb4_bin tells case and accents apart.",
            code: .unsupported)
    }

    mutating func collate(_ inner: Syntax, _ name: String, at place: Place) throws(ExpressionError) -> Operand {
        var operand = try operand(inner)
        if operand.kind == .null { return operand }
        guard let collation = Collation.named(name) else {
            throw place.error(
                "collation \(name) is not known here",
                remedy: "Known are: \(Collation.names.joined(separator: ", ")).",
                code: .unsupported)
        }
        guard operand.isText, let kind = operand.textKind, !kind.isBinary else {
            throw operand.unsupported("COLLATE follows \(operand.name)", remedy: "COLLATE is for texts.")
        }
        let isOwn = kind.charset == nil || kind.charset == collation.charset
        guard isOwn || collation.charset == .utf8mb4 || collation.charset == .utf8mb3 else {
            throw place.error(
                "collation \(name) does not fit a column of charset \(kind.charset?.rawValue ?? "")",
                remedy: "Write COLLATE utf8mb4_bin.", code: .unsupported)
        }
        operand.textKind = TextKind(collation: collation, strength: .explicit, charset: kind.charset)
        operand.literal = nil
        return operand
    }
}

extension TextKind {
    fileprivate var isBinaryCollation: Bool { collation?.name.hasSuffix("_bin") == true }

    fileprivate var name: String { collation?.name ?? unknown.map { "collation \($0)" } ?? "none" }
}
