import Bytes

/// The text of a document of MySQL's JSON type. Both are the same document; they differ in spaces, in the form of
/// numbers, and in values that JSON has no type for (see `OpaqueText`).
public enum DocumentStyle: String, Sendable, CaseIterable {
    /// `{"a":1}`, as Debezium prints what it streams.
    case compact
    /// `{"a": 1}`, exactly the text that a SELECT shows.
    case server

    var comma: StaticString { self == .compact ? "," : ", " }
    var colon: StaticString { self == .compact ? ":" : ": " }

    /// A string with its quotation marks.
    func append(_ text: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(BytesError) {
        let start = writer.count
        writer.append(0x22)
        guard JSONText.appendUTF8(text, to: &writer) else {
            throw .malformed("a JSON document's text is not UTF-8", at: 0)
        }
        if self == .server { Self.useSmallDigits(in: &writer, from: start) }
        writer.append(0x22)
    }

    /// The server writes `\u001f` where Debezium writes `\u001F`.
    private static func useSmallDigits(in writer: inout ByteWriter, from start: Int) {
        var index = start
        let bytes = writer.mutableBytes
        while index + 5 < bytes.count {
            guard bytes[index] == 0x5C else {
                index += 1
                continue
            }
            if bytes[index + 1] == 0x75, bytes[index + 5] >= 0x41 { bytes[index + 5] |= 0x20 }
            index += 2
        }
    }

    func append(_ number: Double, to writer: inout ByteWriter) {
        // Debezium prints whole numbers that Java gives an exponent without one, and without a point.
        if self == .compact, number.magnitude >= 1e7, number.magnitude < 18_446_744_073_709_551_616,
            number == number.rounded(.towardZero)
        {
            if number < 0 { writer.append(0x2D) }
            return writer.appendDecimal(UInt64(number.magnitude))
        }
        var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
        FloatingPointText.append(number, style: self == .server ? .server : .plain, to: &out)
        writer.commit(upTo: out.at)
    }
}
