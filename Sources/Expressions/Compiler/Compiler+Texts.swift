extension Compiler {
    mutating func length(
        _ function: FunctionName, _ operand: Operand, at place: Place
    ) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        let kind = try textKind(operand, function)
        let inCharacters = function == .charLength && !kind.isBinary
        guard inCharacters || kind.isStoredForm else {
            throw operand.unsupported(
                "LENGTH of a text that is not stored as UTF-8", remedy: "CHAR_LENGTH counts its characters.")
        }
        let node = add(.length(operand.node, inCharacters: inCharacters))
        return Operand(node, .integer(isUnsigned: false, digits: 10), at: place)
    }

    mutating func textFunction(
        _ function: FunctionName, _ operands: [Operand], at place: Place
    ) throws(ExpressionError) -> Operand {
        if operands.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        let isConcat = function == .concat
        var operands = operands
        if isConcat { for index in operands.indices { operands[index] = asText(operands[index]) } }
        for operand in isConcat ? operands : Array(operands.prefix(1)) { _ = try textKind(operand, function) }
        let kind = isConcat ? try merged(operands, at: place) : try textKind(operands[0], function)
        let inCharacters = !kind.isBinary
        let text = operands[0].node
        let node: Int32
        switch function {
        case .concat:
            let span = link(operands.map(\.node))
            node = add(.concat(span, slot: slot()))
        case .left, .right:
            let count = try whole(operands[1])
            let slice: Node.Slice = function == .left ? .left : .right
            node = add(.slice(slice, text, count, count, inCharacters: inCharacters))
        case .substring:
            let position = try whole(operands[1])
            let count = operands.count > 2 ? try whole(operands[2]) : position
            let slice: Node.Slice = operands.count > 2 ? .middle : .rest
            node = add(.slice(slice, text, position, count, inCharacters: inCharacters))
        default: node = add(.trim(text))
        }
        var operand = Operand(node, .text, at: place)
        operand.textKind = kind
        return operand
    }

    func textKind(_ operand: Operand, _ function: FunctionName) throws(ExpressionError) -> TextKind {
        guard operand.isText, let kind = operand.textKind else {
            throw operand.unsupported(
                "\(function.rawValue.uppercased()) of \(operand.name)", remedy: "Use it on texts.")
        }
        return kind
    }

    /// A count of characters.
    func whole(_ operand: Operand) throws(ExpressionError) -> Int32 {
        guard operand.isInteger else {
            throw operand.unsupported("\(operand.name) stands where a count is needed", remedy: "Write a whole number.")
        }
        return operand.node
    }
}
