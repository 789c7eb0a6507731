import Binlog
import Schema

/// Turns an expression into nodes for one table: finds the columns, decides by their types how values are compared,
/// and refuses what the servers would not do in the same way.
package struct Compiler {
    /// A text source to be made when the program is.
    struct Source {
        let form: TextSource.Form
        let column: Int
        let members: [String]

        func make() -> TextSource { TextSource(form, column: column, members: members) }
    }

    package let scope: Scope
    package let dialect: Dialect
    /// What is known before the columns are looked at: groups and aggregates, once rows are grouped.
    package var resolver: (any OperandResolver)?
    var nodes: [Node] = []
    var links: [Int32] = []
    var integers: [Int128] = []
    var collations: [Collation] = []
    var sources: [Source] = []
    var slots = 0
    package var columnsRead: Set<Int> = []
    /// The texts of literals, where nodes point at them.
    let texts = LiteralTexts()

    /// How many values stand before the columns: the program's `given`.
    var givens = 0

    package init(_ scope: Scope, _ dialect: Dialect) {
        self.scope = scope
        self.dialect = dialect
    }

    mutating func add(_ node: Node) -> Int32 {
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    mutating func link(_ indices: [Int32]) -> Node.Span {
        defer { links += indices }
        return Node.Span(first: Int32(links.count), count: Int32(indices.count))
    }

    package mutating func slot() -> Int32 {
        slots += 1
        return Int32(slots - 1)
    }

    mutating func add(_ collation: Collation) -> Int32 {
        if let known = collations.firstIndex(where: { $0.name == collation.name }) { return Int32(known) }
        collations.append(collation)
        return Int32(collations.count - 1)
    }

    package mutating func constant(text bytes: [UInt8]) -> Int32 {
        add(.constant(.text(texts.append(bytes))))
    }

    package mutating func operand(_ syntax: Syntax) throws(ExpressionError) -> Operand {
        if let given = try resolver?.resolve(syntax) { return self.given(given, at: syntax.place) }
        switch syntax.kind {
        case .literal(let literal): return try self.literal(literal, at: syntax.place)
        case .column(let parts): return try column(parts, at: syntax.place)
        case .negative(let inner): return try negative(inner, at: syntax.place)
        case .arithmetic(let operation, let one, let other):
            return try arithmetic(operation, try operand(one), try operand(other), at: syntax.place)
        case .choice(let subject, let branches, let otherwise):
            return try choice(subject, branches, otherwise, at: syntax.place)
        case .call(let function, let arguments): return try call(function, arguments, at: syntax.place)
        case .collate(let inner, let name): return try collate(inner, name, at: syntax.place)
        case .not, .logic, .comparison, .test, .membership, .between, .like:
            return truth(try logic(syntax), at: syntax.place)
        case .window(let inner, let slide, let size):
            return try window(inner, slide: slide, size: size, at: syntax.place)
        case .shifted(let inner, let span): return try shifted(try operand(inner), span, at: syntax.place)
        case .elapsed(let unit, let one, let other):
            return try elapsed(unit, try operand(one), try operand(other), at: syntax.place)
        case .extracted(let unit, let inner): return try extracted(unit, try operand(inner), at: syntax.place)
        case .cast(let inner, let target): return try cast(try operand(inner), target, at: syntax.place)
        case .aggregate(let aggregate, _, _):
            throw syntax.place.error(
                "\(aggregate.rawValue.uppercased()) stands where rows are not yet grouped",
                remedy: "Aggregates belong into SELECT, HAVING and ORDER BY, and not into each other.",
                code: .unsupported)
        }
    }

    /// An operand whose value is known before the expression is evaluated.
    private mutating func given(_ given: GivenOperand, at place: Place) -> Operand {
        var operand = given.operand
        operand.node = add(.given(given.slot))
        operand.number = given.numberSlot.map { add(.given($0)) }
        operand.literal = nil
        givens = max(givens, Int(max(given.slot, given.numberSlot ?? 0)) + 1)
        return operand.moved(to: place)
    }

    /// A node whose value is 0, 1 or NULL.
    package func truth(_ node: Int32, at place: Place) -> Operand {
        Operand(node, .integer(isUnsigned: false, digits: 1), at: place)
    }

    /// The node of an operand that stands as a condition.
    package mutating func condition(_ operand: Operand) throws(ExpressionError) -> Int32 {
        switch try operand.withoutQuotient().kind {
        case .null, .integer, .decimal, .real: return operand.node
        case .text where operand.number == nil && !operand.hasNoNumber: return operand.node
        default:
            throw operand.unsupported(
                "\(operand.name) is no condition", remedy: "Compare it with something: column = 'value'.")
        }
    }

    private mutating func logic(_ syntax: Syntax) throws(ExpressionError) -> Int32 {
        switch syntax.kind {
        case .not(let inner): return add(.not(try condition(try operand(inner))))
        case .logic(let operation, let one, let other):
            let left = try condition(try operand(one))
            let right = try condition(try operand(other))
            switch operation {
            case .and: return add(.and(left, right))
            case .or: return add(.or(left, right))
            case .xor: return add(.xor(left, right))
            }
        case .comparison(let comparison, let one, let other):
            return try compare(comparison, try operand(one), try operand(other), at: syntax.place)
        case .test(let inner, let test, let isNegated):
            return negated(try self.test(inner, test), isNegated)
        case .membership(let inner, let list, let isNegated):
            return negated(try membership(try operand(inner), list, at: syntax.place), isNegated)
        case .between(let inner, let low, let high, let isNegated):
            return negated(try between(inner, low, high, at: syntax.place), isNegated)
        case .like(let inner, let pattern, let escape, let isNegated):
            return negated(
                try like(try operand(inner), try operand(pattern), escape: escape, at: syntax.place), isNegated)
        default: return try operand(syntax).node
        }
    }

    private mutating func negated(_ node: Int32, _ isNegated: Bool) -> Int32 { isNegated ? add(.not(node)) : node }

    private mutating func test(_ inner: Syntax, _ test: TruthTest) throws(ExpressionError) -> Int32 {
        let operand = try operand(inner)
        switch test {
        case .null: return add(.isNull(operand.node))
        case .isTrue: return add(.isTrue(try condition(operand)))
        case .isFalse: return add(.isFalse(try condition(operand)))
        }
    }
}
