import Schema

/// A compiled part of an expression with what decides how it is compared and combined.
struct Operand {
    enum Kind: Equatable {
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

    var node: Int32
    var kind: Kind
    let place: Place
    /// Of texts.
    var textKind: TextKind?
    /// Of an ENUM, SET or hexadecimal literal: the node that gives it as a number.
    var number: Int32?
    var literal: Literal?
    var column: ColumnDefinition?
    /// The quotient of exact numbers: the servers keep different numbers of digits when they go on with it.
    var isQuotient = false
    /// A text that is made of an ENUM or SET among others: the servers do not agree on its number.
    var hasNoNumber = false

    init(_ node: Int32, _ kind: Kind, at place: Place) {
        self.node = node
        self.kind = kind
        self.place = place
    }

    var isTemporal: Bool { kind == .day || kind == .moment || kind == .time }
    var isText: Bool { kind == .text }
    var isYear: Bool { column?.type == .year }

    var isInteger: Bool {
        if case .integer = kind { return true }
        return false
    }

    /// The type in words.
    var name: String {
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
    func withoutQuotient() throws(ExpressionError) -> Operand {
        guard isQuotient else { return self }
        throw unsupported(
            "a quotient is used further",
            remedy: "Compare it at once with =, <>, <, <=, >, >= or <=>: a / b > 0.5.")
    }

    func unsupported(_ what: String, remedy: String) -> ExpressionError {
        place.error(what, remedy: remedy, code: .unsupported)
    }
}

/// What a text's comparisons go by.
struct TextKind {
    /// How strongly the collation is meant: a stronger one wins.
    enum Strength: Int { case literal, column, explicit }

    /// Nil for a literal, and for a collation that is not known here.
    var collation: Collation?
    var strength: Strength
    /// The column's character set; nil for literals.
    var charset: Charset?
    /// Of a column whose collation is not known: its number.
    var unknown: UInt32?

    var isBinary: Bool { charset == .binary }
    /// Whether the bytes at hand are the bytes that the server stores.
    var isStoredForm: Bool {
        switch charset {
        case nil, .utf8mb4, .utf8mb3, .ascii, .binary: true
        default: false
        }
    }
}
