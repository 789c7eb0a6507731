/// A place in an expression's text.
package struct Place: Sendable, Equatable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package func error(_ what: String, remedy: String, code: ExpressionError.Code = .syntax) -> ExpressionError {
        ExpressionError(code: code, what: what, remedy: remedy, line: line, column: column)
    }
}

/// One node of an expression as it is written: nothing is known yet of tables and types.
package struct Syntax: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Literal)
        /// `column`, `table.column` or `database.table.column`.
        case column([String])
        case negative(Syntax)
        case not(Syntax)
        case logic(LogicOperator, Syntax, Syntax)
        case comparison(ComparisonOperator, Syntax, Syntax)
        case arithmetic(ArithmeticOperator, Syntax, Syntax)
        case test(Syntax, TruthTest, isNegated: Bool)
        case membership(Syntax, [Syntax], isNegated: Bool)
        case between(Syntax, Syntax, Syntax, isNegated: Bool)
        case like(Syntax, pattern: Syntax, escape: UInt8?, isNegated: Bool)
        /// With a subject, each condition is compared with it.
        case choice(subject: Syntax?, [Branch], otherwise: Syntax?)
        case call(FunctionName, [Syntax])
        case collate(Syntax, String)
        /// Views only. Without an argument it counts rows: COUNT(*).
        case aggregate(AggregateName, Syntax?, isDistinct: Bool)
        /// Views only: a date or time moved by an interval.
        case shifted(Syntax, TimeSpan)
        /// Views only: TIMESTAMPDIFF.
        case elapsed(TimeUnit, Syntax, Syntax)
        /// Views only: EXTRACT(unit FROM x).
        case extracted(ExtractedUnit, Syntax)
        /// Views only: CAST(x AS type).
        case cast(Syntax, CastTarget)
        /// Views only: the start of the windows that a time lies in, in microseconds.
        case window(Syntax, slide: Int64, size: Int64)
    }

    package struct Branch: Sendable {
        package let condition: Syntax
        package let result: Syntax
    }

    package let kind: Kind
    package let place: Place

    package init(_ kind: Kind, at place: Place) {
        self.kind = kind
        self.place = place
    }

    /// The nodes right below this one, in the order of the text.
    package var children: [Syntax] {
        switch kind {
        case .literal, .column: []
        case .negative(let one), .not(let one), .test(let one, _, _), .collate(let one, _),
            .window(let one, _, _), .shifted(let one, _), .extracted(_, let one), .cast(let one, _):
            [one]
        case .aggregate(_, let one, _): [one].compactMap(\.self)
        case .logic(_, let one, let other), .comparison(_, let one, let other), .arithmetic(_, let one, let other),
            .like(let one, let other, _, _), .elapsed(_, let one, let other):
            [one, other]
        case .between(let one, let low, let high, _): [one, low, high]
        case .membership(let one, let list, _): [one] + list
        case .call(_, let arguments): arguments
        case .choice(let subject, let branches, let otherwise):
            [subject].compactMap(\.self) + branches.flatMap { [$0.condition, $0.result] }
                + [otherwise].compactMap(\.self)
        }
    }

    package func visit(_ body: (Syntax) -> Void) {
        body(self)
        for child in children { child.visit(body) }
    }
}

package enum LogicOperator: Sendable { case and, or, xor }

package enum ComparisonOperator: UInt8, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, equalOrBothNull
}

package enum ArithmeticOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case wholeDivide = "DIV"
    case remainder = "%"
}

/// What `IS` asks for.
package enum TruthTest: Sendable { case null, isTrue, isFalse }

/// A constant as it is written.
package enum Literal: Sendable, Equatable {
    case null
    case truth(Bool)
    /// Digits only.
    case integer(String)
    /// Digits with a point.
    case decimal(String)
    /// With an exponent.
    case real(Double)
    /// UTF-8 after the escapes are resolved.
    case text([UInt8])
    /// X'41', 0x41, b'01'.
    case hexadecimal([UInt8])
    /// DATE '…', TIME '…', TIMESTAMP '…'.
    case date(String)
    case time(String)
    case timestamp(String)
}
