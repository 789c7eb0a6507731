import Schema

/// A compiled part of an expression with what decides how it is compared and combined.
package struct Operand {
    package enum Kind: Equatable {
        case null
        /// `digits` before the point, at most.
        case integer(isUnsigned: Bool, digits: Int)
        case decimal(precision: Int, scale: Int)
        case real
        case text
        case day
        case moment
        case time
        /// A type that has no comparisons here, by the server's name for it.
        case opaque(String)
    }

    package var node: Int32
    package var kind: Kind
    package private(set) var place: Place
    /// Digits after the point of a time's seconds.
    package var fraction = 0
    /// Whether a real number is a FLOAT, which is shown with fewer digits.
    package var isSingle = false
    /// A floating-point number that was rounded to so many digits: MariaDB shows no more of what is made of it.
    package var roundedDigits: Int?
    /// An exact number that may have more digits than its type until it is compared or shown.
    package var isUnsettled = false
    /// Of texts.
    package var textKind: TextKind?
    /// Of an ENUM, SET or hexadecimal literal: the node that gives it as a number.
    package var number: Int32?
    package var literal: Literal?
    package var column: ColumnDefinition?
    /// The quotient of exact numbers: the servers keep different numbers of digits when they go on with it.
    package var isQuotient = false
    /// A text that is made of an ENUM or SET among others: the servers do not agree on its number.
    package var hasNoNumber = false

    package init(_ node: Int32, _ kind: Kind, at place: Place) {
        self.node = node
        self.kind = kind
        self.place = place
    }

    package func moved(to place: Place) -> Operand {
        var operand = self
        operand.place = place
        return operand
    }

    package var isTemporal: Bool { kind == .day || kind == .moment || kind == .time }
    package var isText: Bool { kind == .text }
    package var isYear: Bool { column?.type == .year }

    package var isInteger: Bool {
        if case .integer = kind { return true }
        return false
    }

    /// The type in words.
    package var name: String {
        switch kind {
        case .null: "NULL"
        case .integer: isYear ? "a YEAR" : "an integer"
        case .decimal: "a decimal number"
        case .real: "a floating-point number"
        case .text: "a text"
        case .day: "a DATE"
        case .moment: "a DATETIME or TIMESTAMP"
        case .time: "a TIME"
        case .opaque(let type): type
        }
    }

    /// - Throws: for a quotient that is not compared at once.
    package func withoutQuotient() throws(ExpressionError) -> Operand {
        guard isQuotient else { return self }
        throw unsupported(
            "a quotient is used further",
            remedy: "Compare it at once with =, <>, <, <=, >, >= or <=>: a / b > 0.5.")
    }

    /// - Throws: for a rounded floating-point number, which MariaDB would go on to round, and MySQL would not.
    package func withoutRounding() throws(ExpressionError) {
        guard roundedDigits != nil else { return }
        throw unsupported(
            "a rounded floating-point number is calculated with",
            remedy: "Round at the end, or write CAST(ROUND(x, 2) AS DOUBLE).")
    }

    package func unsupported(_ what: String, remedy: String) -> ExpressionError {
        place.error(what, remedy: remedy, code: .unsupported)
    }
}

/// What a text's comparisons go by.
package struct TextKind {
    /// How strongly the collation is meant: a stronger one wins.
    package enum Strength: Int { case literal, column, explicit }

    /// Nil for a literal, and for a collation that is not known here.
    package var collation: Collation?
    package var strength: Strength
    /// The column's character set; nil for literals.
    package var charset: Charset?
    /// Of a column whose collation is not known: its number.
    package var unknown: UInt32?

    package var isBinary: Bool { charset == .binary }
    /// Whether the bytes at hand are the bytes that the server stores.
    package var isStoredForm: Bool {
        switch charset {
        case nil, .utf8mb4, .utf8mb3, .ascii, .binary: true
        default: false
        }
    }
}
