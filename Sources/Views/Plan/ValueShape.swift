import Bytes
import Expressions

/// The type of a value as far as showing it needs it.
struct ValueShape {
    let kind: ViewColumn.Kind
    /// Digits after the point, of a DECIMAL or of a time's seconds.
    let digits: Int
    /// Of a FLOAT, which is shown with six digits.
    let isSingle: Bool

    /// - Throws: for types that have no form to show them in.
    init(_ operand: Operand) throws(ExpressionError) {
        isSingle = operand.isSingle
        digits = if case .decimal(_, let scale) = operand.kind { scale } else { operand.fraction }
        switch operand.kind {
        case .integer where operand.column?.type == .bit:
            throw operand.unsupported("a BIT column is shown", remedy: "Show it as a number: column + 0.")
        case .null, .text: kind = .text
        case .integer: kind = .integer
        case .decimal: kind = .decimal
        case .real: kind = .real
        case .day: kind = .date
        case .moment: kind = .datetime
        case .time: kind = .time
        case .opaque(let type):
            throw operand.unsupported("\(type) is shown", remedy: "Only IS NULL is supported for it.")
        }
        if operand.textKind?.isBinary == true {
            throw operand.unsupported("a binary string is shown", remedy: "Show HEX(column).")
        }
    }

    func value(_ value: Value) -> ViewValue {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .decimal(let number): .decimal(number.text)
        case .real(let number): .real(isSingle ? RealText.single(number) : number)
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .temporal(let number): .temporal(TemporalPrint.text(number, kind, digits: digits))
        }
    }
}

extension ExactDecimal {
    var text: String {
        var out = ByteWriter(capacity: 100)
        out.appendDirect(capacity: 100) { write(into: $0) }
        return String(decoding: out.bytes, as: UTF8.self)
    }
}
