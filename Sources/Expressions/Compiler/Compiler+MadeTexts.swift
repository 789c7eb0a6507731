extension Compiler {
    mutating func madeText(
        _ function: FunctionName, _ originals: [Operand], at place: Place
    ) throws(ExpressionError) -> Operand {
        if function == .hex { return try hexadecimal(originals[0], at: place) }
        if function == .concatWithSeparator { return try joined(originals, at: place) }
        if originals.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        let text = originals[0]
        let kind = try textKind(text, function)
        guard !kind.isBinary else {
            throw text.unsupported("\(function.rawValue.uppercased()) of a binary string", remedy: "Use it on texts.")
        }
        var result = Operand(0, .text, at: place)
        result.textKind = kind
        result.hasNoNumber = text.number != nil || text.hasNoNumber
        let version = Int32(TextCase(kind.collation).version)
        switch function {
        case .lower: result.node = add(.made(.lower, text.node, version, 0, slot: slot()))
        case .upper: result.node = add(.made(.upper, text.node, version, 0, slot: slot()))
        case .reverse: result.node = add(.made(.reverse, text.node, 0, 0, slot: slot()))
        case .ltrim: result.node = add(.trimmedSide(text.node, isLeft: true))
        case .rtrim: result.node = add(.trimmedSide(text.node, isLeft: false))
        case .repeated: result.node = add(.made(.repeated, text.node, try whole(originals[1]), 0, slot: slot()))
        case .replace:
            for other in originals.dropFirst() { _ = try textKind(other, function) }
            result.textKind = try merged(originals, at: place)
            result.node = add(.made(.replace, text.node, originals[1].node, originals[2].node, slot: slot()))
        default:
            let count = try whole(originals[1])
            _ = try textKind(originals[2], function)
            result.textKind = try merged([text, originals[2]], at: place)
            let maker: Node.TextMaker = function == .lpad ? .padLeft : .padRight
            result.node = add(.made(maker, text.node, count, originals[2].node, slot: slot()))
        }
        return result
    }

    private mutating func hexadecimal(_ operand: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        guard operand.isText ? operand.textKind?.isStoredForm == true : operand.isInteger else {
            throw operand.unsupported("HEX of \(operand.name)", remedy: "Use it on texts in UTF-8 and whole numbers.")
        }
        return literalText(add(.made(.hexadecimal, operand.node, 0, 0, slot: slot())), at: place)
    }

    /// CONCAT_WS: NULLs are left out, but for the separator.
    private mutating func joined(_ originals: [Operand], at place: Place) throws(ExpressionError) -> Operand {
        if originals[0].kind == .null { return originals[0] }
        let operands = originals.filter { $0.kind != .null }.map { asText($0) }
        for operand in operands { _ = try textKind(operand, .concatWithSeparator) }
        var result = Operand(0, .text, at: place)
        result.textKind = try merged(operands, at: place)
        result.node = add(.joined(link(operands.map(\.node)), slot: slot()))
        return result
    }

    /// A whole or decimal number as the text of its digits; other operands as they are.
    mutating func asText(_ original: Operand) -> Operand {
        guard dialect == .view else { return original }
        let operand = settled(original)
        guard operand.isInteger && operand.column?.type != .bit || operand.decimalScale != nil else { return operand }
        let span = link([operand.node])
        return literalText(add(.concat(span, slot: slot())), at: operand.place)
    }
}

extension Collation {
    /// What texts that are made of literals alone compare by: the servers' own for a connection in utf8mb4.
    static let ofLiterals = Collation("utf8mb4_general_ci", .utf8mb4, .general)
}
