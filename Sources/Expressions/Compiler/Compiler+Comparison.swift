import Binlog

extension Compiler {
    /// A comparison; decides by the types of both sides what is compared.
    mutating func compare(
        _ comparison: ComparisonOperator, _ one: Operand, _ other: Operand, at place: Place, asReal: Bool = false
    ) throws(ExpressionError) -> Int32 {
        for operand in [one, other] {
            guard case .opaque(let type) = operand.kind else { continue }
            throw operand.unsupported(
                "\(type) cannot be compared", remedy: "Only IS NULL and IS NOT NULL are supported for this column.")
        }
        if one.kind == .null || other.kind == .null { return compareWithNull(comparison, one, other) }
        let (one, other) = (settled(one), settled(other))
        if one.isText, other.isText {
            let collation = add(try self.collation(one, other, at: place))
            return add(.compareTexts(comparison, one.node, other.node, collation: collation))
        }
        if one.isTemporal || other.isTemporal {
            let left = try temporal(one, comparedWith: other)
            let right = try temporal(other, comparedWith: one)
            return add(.compareTemporals(comparison, left.node, right.node))
        }
        try checkQuotient(one, comparedWith: other)
        try checkQuotient(other, comparedWith: one)
        let left = try number(one, comparedWith: other)
        let right = try number(other, comparedWith: one)
        if left.kind == .real || right.kind == .real || asReal {
            return add(.compareReals(comparison, left.node, right.node))
        }
        return left.isInteger && right.isInteger
            ? add(.compareIntegers(comparison, left.node, right.node))
            : add(.compareDecimals(comparison, left.node, right.node))
    }

    /// The servers round a quotient when it is compared; what rounds to zero keeps its sign, and −0 is less than 0.
    private func checkQuotient(_ operand: Operand, comparedWith other: Operand) throws(ExpressionError) {
        guard operand.isQuotient else { return }
        switch other.literal {
        case .integer, .decimal:
            if case .constant(let value) = nodes[Int(other.node)], value.double != 0 { return }
        default: break
        }
        throw operand.unsupported(
            "a quotient is compared with other than a whole or decimal number that is not 0",
            remedy: "Multiply instead: a > 0.5 * b.")
    }

    /// NULL <=> x is whether x is null; every other comparison with NULL is unknown.
    private mutating func compareWithNull(
        _ comparison: ComparisonOperator, _ one: Operand, _ other: Operand
    ) -> Int32 {
        guard comparison == .equalOrBothNull else { return add(.constant(.null)) }
        return add(.isNull(one.kind == .null ? other.node : one.node))
    }

    /// A side of a comparison in which a date or time takes part.
    private mutating func temporal(
        _ operand: Operand, comparedWith other: Operand
    ) throws(ExpressionError) -> Operand {
        if operand.isTemporal {
            guard (operand.kind == .time) != (other.kind == .time), other.isTemporal else { return operand }
            throw operand.unsupported(
                "\(operand.name) is compared with \(other.name)", remedy: "Compare dates with dates, times with times.")
        }
        if case .text(let bytes) = operand.literal {
            let text = String(decoding: bytes, as: UTF8.self)
            if other.kind == .time {
                return try temporal(TemporalText.time(text), text, .time, "a TIME", at: operand.place)
            }
            return try temporal(TemporalText.moment(text), text, .moment, "a date", at: operand.place)
        }
        throw operand.unsupported(
            "\(other.name) is compared with \(operand.name)",
            remedy: "Compare it with a literal like '2024-02-29' or '2024-02-29 10:11:12', or with another such column."
        )
    }

    /// A side of a comparison of numbers.
    private mutating func number(_ operand: Operand, comparedWith other: Operand) throws(ExpressionError) -> Operand {
        if other.isYear, let literal = operand.literal {
            guard case .integer = literal, let number = constant(operand), number >= 1000 else {
                throw operand.unsupported(
                    "a YEAR is compared with \(literal.text)", remedy: "Write the year as four digits.")
            }
        }
        guard case .text(let bytes) = operand.literal else { return try numeric(operand) }
        // The servers turn the text into the column's type, or both sides into DOUBLE: the same only while the text is
        // a number that the column can hold.
        switch other.kind {
        case .real: return try numeric(operand)
        case .integer where other.column != nil && !other.isYear:
            if let number = NumberText.integer(bytes), number.magnitude <= 9_007_199_254_740_992 {
                let isUnsigned = number > Int128(Int64.max)
                return Operand(
                    add(.constant(.integer(number))), .integer(isUnsigned: isUnsigned, digits: bytes.count),
                    at: operand.place)
            }
        default: break
        }
        throw operand.unsupported(
            "\(other.name) is compared with the text '\(String(decoding: bytes, as: UTF8.self))'",
            remedy: "Write the number without quotation marks.")
    }

    /// The operand as a number: texts as DOUBLE, members by their number.
    package mutating func numeric(_ operand: Operand) throws(ExpressionError) -> Operand {
        switch operand.kind {
        case .null, .integer, .decimal, .real: return operand
        case .text:
            if let number = operand.number {
                // Members are compared as DOUBLE with numbers of every kind.
                if operand.column != nil { return Operand(add(.asReal(number)), .real, at: operand.place) }
                return Operand(number, .integer(isUnsigned: true, digits: 20), at: operand.place)
            }
            guard operand.textKind?.isBinary != true, !operand.hasNoNumber else { break }
            return Operand(add(.asReal(operand.node)), .real, at: operand.place)
        default: break
        }
        throw operand.unsupported(
            "\(operand.name) stands where a number is needed", remedy: "Use a column or literal that is a number.")
    }

    mutating func membership(
        _ operand: Operand, _ list: [Syntax], at place: Place
    ) throws(ExpressionError) -> Int32 {
        var items: [Operand] = []
        for item in list { items.append(try self.operand(item).withoutQuotient()) }
        try refuseOtherSign(try operand.withoutQuotient(), items)
        let typed = items.filter { $0.kind != .null }
        guard typed.allSatisfy(\.isText) || !typed.contains(where: \.isText) else {
            throw place.error(
                "the list of IN mixes texts and numbers", remedy: "Write all its items in the column's type.",
                code: .unsupported)
        }
        if operand.isInteger, !operand.isYear, typed.allSatisfy(\.isInteger), let numbers = constants(typed) {
            let span = Node.Span(first: Int32(integers.count), count: Int32(numbers.count))
            integers += numbers.sorted()
            return add(.amongIntegers(operand.node, span, hasNull: typed.count < items.count))
        }
        var nodes: [Int32] = []
        for item in items { nodes.append(try compare(.equal, operand, item, at: place)) }
        return add(.any(link(nodes)))
    }

    /// MySQL takes −1 for 18446744073709551615 in a list.
    private func refuseOtherSign(_ operand: Operand, _ items: [Operand]) throws(ExpressionError) {
        guard case .integer(let isUnsigned, _) = operand.kind else { return }
        for item in items {
            guard case .integer(let itemIsUnsigned, _) = item.kind, isUnsigned != itemIsUnsigned else { continue }
            if let number = constant(item), number >= 0, number <= Int128(Int64.max) { continue }
            throw item.unsupported(
                "signed and unsigned numbers meet in IN", remedy: "Write the comparisons out: a = 1 OR a = b.")
        }
    }

    /// The value of a constant integer.
    private func constant(_ operand: Operand) -> Int128? {
        guard case .constant(.integer(let number)) = nodes[Int(operand.number ?? operand.node)] else { return nil }
        return number
    }

    /// The values of items that are constant integers; nil when one is not.
    private func constants(_ items: [Operand]) -> [Int128]? {
        let numbers = items.compactMap { constant($0) }
        return numbers.count == items.count ? numbers : nil
    }

    mutating func between(
        _ inner: Syntax, _ low: Syntax, _ high: Syntax, at place: Place
    ) throws(ExpressionError) -> Int32 {
        let operand = try operand(inner).withoutQuotient()
        let bounds = [try self.operand(low).withoutQuotient(), try self.operand(high).withoutQuotient()]
        let typed = bounds.filter { $0.kind != .null }
        guard typed.allSatisfy(\.isText) || !typed.contains(where: \.isText) else {
            throw place.error(
                "the bounds of BETWEEN mix texts and numbers", remedy: "Write both in the column's type.",
                code: .unsupported)
        }
        let asReal = !operand.isTemporal && (bounds + [operand]).contains { $0.kind == .real }
        let above = try compare(.greaterOrEqual, operand, bounds[0], at: place, asReal: asReal)
        let below = try compare(.lessOrEqual, operand, bounds[1], at: place, asReal: asReal)
        return add(.and(above, below))
    }

    mutating func like(
        _ operand: Operand, _ pattern: Operand, escape: UInt8?, at place: Place
    ) throws(ExpressionError) -> Int32 {
        if operand.kind == .null || pattern.kind == .null { return add(.constant(.null)) }
        for side in [operand, pattern] where !side.isText {
            throw side.unsupported("LIKE with \(side.name)", remedy: "LIKE is for texts.")
        }
        let collation = add(try collation(operand, pattern, at: place))
        return add(.like(operand.node, pattern: pattern.node, escape: escape, collation: collation))
    }
}
