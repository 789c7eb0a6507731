/// What a part of an expression gives for one row. Owns nothing: texts lie in the row, in the expression's constants or
/// in its scratch memory, until the next row is evaluated.
package enum Value {
    case null
    case integer(Int128)
    case decimal(ExactDecimal)
    case real(Double)
    /// UTF-8, or bytes of a binary string.
    case text(UnsafeRawBufferPointer)
    /// A DATE or DATETIME as `PackedMoment`, a TIME as microseconds.
    case temporal(Int64)

    @inline(__always)
    package static func truth(_ truth: Verdict) -> Value {
        switch truth {
        case .isFalse: .integer(0)
        case .isTrue: .integer(1)
        case .isUnknown: .null
        }
    }

    /// The value as DOUBLE; nil for NULL.
    @inline(__always)
    package var double: Double? {
        switch self {
        case .null: nil
        case .integer(let number): Double(number)
        case .decimal(let number): number.double
        case .real(let number): number
        case .text(let bytes): NumberText.double(bytes)
        case .temporal(let number): Double(number)
        }
    }

    /// The value as DECIMAL; nil for NULL, and for kinds that the compiler never asks for it.
    @inline(__always)
    package var exact: ExactDecimal? {
        switch self {
        case .integer(let number): ExactDecimal(number)
        case .decimal(let number): number
        case .null, .real, .text, .temporal: nil
        }
    }
}

/// The three values of SQL's logic.
public enum Verdict: UInt8, Sendable {
    case isFalse, isTrue, isUnknown

    @inline(__always)
    package init(_ value: Bool) { self = value ? .isTrue : .isFalse }
}

/// Why an expression has no value for a row. Trying again gives the same: the row or the expression has to change.
public enum EvaluationFault: Error, Sendable, Equatable {
    /// The row image (MINIMAL or NOBLOB) does not hold this column, by index.
    case absentColumn(Int)
    /// A result outside of its type, for which the server reports an error as well: `bigint_column + 1`.
    case outOfRange
    /// The column's bytes are no text of its character set, or do not fit its type.
    case malformedValue(Int)
}
