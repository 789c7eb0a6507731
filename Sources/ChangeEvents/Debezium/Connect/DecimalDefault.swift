import Bytes

/// The default of a DECIMAL column: the digits as they were declared, brought to the column's scale.
struct DecimalDefault {
    /// `-12.5000`; nil when the text is no number without an exponent.
    private let text: String?

    init(_ declared: String, scale: Int) {
        let isNegative = declared.hasPrefix("-")
        let digits = isNegative || declared.hasPrefix("+") ? declared.dropFirst() : declared[...]
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts.first.map { String($0.drop { $0 == "0" }) } ?? ""
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        // The server has rounded it when the table was made: more digits than the scale are zeros.
        guard !digits.isEmpty, (whole + fraction).utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            text = nil
            return
        }
        let padded = fraction.prefix(scale) + String(repeating: "0", count: max(0, scale - fraction.count))
        text = (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (scale > 0 ? "." + padded : "")
    }

    func append(_ mode: DebeziumOptions.Decimal, to writer: inout ByteWriter) -> Bool {
        guard var text else { return false }
        switch mode {
        case .string: writer.appendJSON(text)
        case .precise:
            text.withUTF8 { TwosComplement(unscaledDigitsOf: UnsafeRawBufferPointer($0)).appendBase64(to: &writer) }
        case .double:
            guard let number = Double(text) else { return false }
            var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
            FloatingPointText.append(number, to: &out)
            writer.commit(upTo: out.at)
        }
        return true
    }
}
