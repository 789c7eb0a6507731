extension Compiler {
    /// TUMBLE and HOP.
    mutating func window(
        _ inner: Syntax, slide: Int64, size: Int64, at place: Place
    ) throws(ExpressionError) -> Operand {
        let operand = try operand(inner)
        guard operand.kind == .moment || operand.kind == .day else {
            throw operand.unsupported(
                "a window over \(operand.name)", remedy: "Use a DATE, DATETIME or TIMESTAMP column.")
        }
        return Operand(add(.window(operand.node, slide: slide, size: size)), .moment, at: place)
    }

    /// The operand with the digits that its type has, as it is compared and shown.
    package mutating func settled(_ operand: Operand) -> Operand {
        guard operand.isUnsettled, case .decimal(_, let scale) = operand.kind else { return operand }
        var settled = operand
        settled.node = add(.rounded(operand.node, scale: Int32(scale)))
        settled.isUnsettled = false
        return settled
    }
}

extension Compiler {
    /// How a text compares with others of its kind.
    package func order(of operand: Operand) throws(ExpressionError) -> TextOrder {
        guard let kind = operand.textKind else { return .binary }
        if let collation = kind.collation { return TextOrder(collation) }
        if let unknown = kind.unknown { throw unknownCollation(unknown, kind.charset, at: operand.place) }
        return kind.isBinary ? .binary : .ofLiterals
    }
}

extension Compiler {
    /// Both sides of an equality in one form: they are equal where their packed values are, texts where their keys under
    /// the order are.
    package mutating func equality(
        _ one: Syntax, _ other: Syntax, at place: Place
    ) throws(ExpressionError) -> (one: Int32, other: Int32, order: TextOrder?) {
        let (left, right) = (settled(try operand(one)), settled(try operand(other)))
        // Refuses what cannot be compared.
        _ = try compare(.equal, left, right, at: place)
        if left.isText, right.isText {
            return (left.node, right.node, TextOrder(try collation(left, right, at: place)))
        }
        if left.isTemporal, right.isTemporal { return (left.node, right.node, nil) }
        let (first, second) = (try numeric(left), try numeric(right))
        if first.kind == .real || second.kind == .real {
            return (add(.asReal(first.node)), add(.asReal(second.node)), nil)
        }
        if first.isInteger, second.isInteger { return (first.node, second.node, nil) }
        let scale = Int32(max(first.decimalShape.scale, second.decimalShape.scale))
        return (add(.rounded(first.node, scale: scale)), add(.rounded(second.node, scale: scale)), nil)
    }
}
