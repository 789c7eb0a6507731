extension Compiler {
    /// LOCATE, POSITION and INSTR.
    mutating func locate(
        _ original: Operand, in originalText: Operand, from place: Operand?, at location: Place
    ) throws(ExpressionError) -> Operand {
        let (needle, text) = (asText(original), asText(originalText))
        if [needle, text].contains(where: { $0.kind == .null }) || place?.kind == .null {
            return Operand(add(.constant(.null)), .null, at: location)
        }
        let kind = try textKind(text, .locate)
        let sought = try textKind(needle, .locate)
        let collation = try collation(needle, text, at: location)
        guard sought.strength.rawValue < kind.strength.rawValue || sought.collation?.name == kind.collation?.name else {
            // MySQL goes by the text that is looked into.
            throw needle.unsupported(
                "what LOCATE looks for has another collation than the text",
                remedy: "Write COLLATE behind the text that is looked into.")
        }
        let search = try search(collation, needle)
        var from: Int32 = -1
        if let place {
            guard case .text(let bytes) = needle.literal, !bytes.isEmpty else {
                throw needle.unsupported(
                    "LOCATE with a place looks for other than a literal of at least one letter",
                    remedy: "The servers do not agree where an empty text is found: write LOCATE('x', column, 3).")
            }
            from = try whole(place)
        }
        let node = add(.located(needle.node, text.node, from: from, collation: add(collation), search))
        return Operand(node, .integer(isUnsigned: false, digits: 11), at: location)
    }

    /// MySQL looks for equal characters, MariaDB for equal runs of as many bytes. Where a server has a collation alone,
    /// its way is gone; where both have it, what they would not find alike is refused.
    private func search(_ collation: Collation, _ needle: Operand) throws(ExpressionError) -> Node.Search {
        switch collation.order {
        case .bytes: return collation.charset == .binary ? .bytes : .windows
        case .ascii, .swedish, .latin1Bytes: return .characters
        case .unicode900: return .characters
        case .unicode1400: return .windows
        case .general:
            if case .text(let bytes) = needle.literal, TextOrder(collation).isOfOneLength(bytes) { return .characters }
        case .unicode400, .unicode520: break
        }
        throw needle.unsupported(
            "the servers do not find the same under \(collation.name): one takes a for ä",
            remedy: "Write LOCATE('x', column COLLATE utf8mb4_bin), with UPPER(column) if case does not count.")
    }

    /// SUBSTRING_INDEX.
    mutating func delimited(_ originals: [Operand], at place: Place) throws(ExpressionError) -> Operand {
        if originals.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        let operands = [asText(originals[0]), asText(originals[1])]
        for operand in operands {
            let kind = try textKind(operand, .substringIndex)
            guard kind.charset == nil || kind.charset == .utf8mb4 || kind.charset == .utf8mb3 else {
                throw operand.unsupported(
                    "SUBSTRING_INDEX of a text that is not UTF-8", remedy: "Use it on columns in utf8mb4 or utf8mb3.")
            }
        }
        guard case .constant(.integer(let count)) = nodes[Int(originals[2].node)], count.magnitude <= 1_000_000 else {
            throw originals[2].unsupported(
                "a count of delimiters that is no literal", remedy: "Write a whole number, −1000000 to 1000000.")
        }
        var result = Operand(0, .text, at: place)
        result.textKind = try merged(operands, at: place)
        result.hasNoNumber = operands[0].number != nil || operands[0].hasNoNumber
        result.node = add(.delimited(operands[0].node, delimiter: operands[1].node, count: Int32(count)))
        return result
    }

    mutating func firstByte(_ original: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if original.kind == .null { return original }
        let operand = asText(original)
        guard try textKind(operand, .ascii).isStoredForm else {
            throw operand.unsupported("ASCII of a text that is not stored as UTF-8", remedy: "Use it on UTF-8.")
        }
        return Operand(add(.firstByte(operand.node)), .integer(isUnsigned: false, digits: 3), at: place)
    }

    /// FIELD: all texts, or all exact numbers, or all floating-point ones. Nothing is equal to NULL.
    mutating func field(_ operands: [Operand], at place: Place) throws(ExpressionError) -> Operand {
        let typed = operands.filter { $0.kind != .null }
        let areTexts = typed.allSatisfy(\.isText)
        guard areTexts || typed.allSatisfy({ $0.isInteger && !$0.isYear }), !typed.contains(where: \.isUnsettled) else {
            throw place.error(
                "FIELD of other than texts alone or whole numbers alone",
                remedy: "Write CASE WHEN x = a THEN 1 WHEN x = b THEN 2 ELSE 0 END.", code: .unsupported)
        }
        if !areTexts, Set(typed.map(\.isUnsignedInteger)).count > 1 {
            throw place.error(
                "signed and unsigned numbers meet in FIELD",
                remedy: "Write CASE WHEN x = a THEN 1 WHEN x = b THEN 2 ELSE 0 END.", code: .unsupported)
        }
        var shared: Int32?
        if areTexts, let first = typed.first {
            let all = try merged(typed, at: place)
            var judge = first
            judge.textKind = all
            shared = typed.count > 1 ? add(try collation(judge, judge, at: place)) : nil
        }
        var conditions: [Int32] = []
        for other in operands.dropFirst() {
            if operands[0].kind == .null || other.kind == .null {
                conditions.append(add(.constant(.null)))
            } else if let shared {
                conditions.append(add(.compareTexts(.equal, operands[0].node, other.node, collation: shared)))
            } else {
                conditions.append(add(.compareIntegers(.equal, operands[0].node, other.node)))
            }
        }
        return Operand(add(.numberOfTrue(link(conditions))), .integer(isUnsigned: false, digits: 3), at: place)
    }
}

extension Operand {
    /// Of a column; a literal that is not larger than a BIGINT goes with both.
    fileprivate var isUnsignedInteger: Bool {
        if case .integer(isUnsigned: true, _) = kind { return true }
        return false
    }
}
