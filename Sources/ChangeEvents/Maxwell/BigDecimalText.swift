import Bytes

/// Java's BigDecimal writes numbers below 10⁻⁶ with an exponent: `1E-7`, `1.230E-8`, `0E-10`.
/// Source: Java API, `java.math.BigDecimal.toString`.
enum BigDecimalText {
    /// Rewrites `0.0000001230`, which stands at the end of `writer` from `start` on, where Java would.
    ///
    /// - Parameter scale: digits after the point; more than six.
    static func useExponent(from start: Int, scale: Int, in writer: inout ByteWriter) {
        let text = writer.mutableBytes
        let isNegative = text[start] == 0x2D
        let first = start + (isNegative ? 1 : 0)
        let fraction = first + 2
        guard text[first] == 0x30, fraction + scale == text.count else { return }
        guard let digit = text[fraction...].firstIndex(where: { $0 != 0x30 }) else {
            // A zero keeps its scale.
            writer.truncate(to: start)
            writer.append("0E-")
            return writer.appendDecimal(UInt64(scale))
        }
        let exponent = digit - fraction + 1
        guard exponent > 6 else { return }
        // To the front, where there is room: at least eight characters fall away, and at most one is added.
        text[first] = text[digit]
        var end = first + 1
        if digit + 1 < text.count {
            text[end] = 0x2E
            end += 1
            for index in (digit + 1)..<text.count {
                text[end] = text[index]
                end += 1
            }
        }
        writer.truncate(to: end)
        writer.append("E-")
        writer.appendDecimal(UInt64(exponent))
    }
}
