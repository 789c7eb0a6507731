import Bytes

/// How the text of a JSON document is laid out.
enum DocumentStyle {
    /// `{"a":[1,2]}`, as Debezium and Maxwell write it.
    case compact
    /// `{"a": [1, 2]}`, as the server and Canal write it, and Canal's way with characters and numbers.
    case spaced

    var comma: StaticString { self == .compact ? "," : ", " }
    var colon: StaticString { self == .compact ? ":" : ": " }

    /// A string with its quotation marks.
    func append(_ text: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(BytesError) {
        writer.append(0x22)
        let isText =
            self == .compact ? JSONText.appendUTF8(text, to: &writer) : CanalDocumentText.append(text, to: &writer)
        guard isText else { throw .malformed("a JSON document's text is not UTF-8", at: 0) }
        writer.append(0x22)
    }

    func append(_ number: Double, to writer: inout ByteWriter) {
        // Whole numbers stand without an exponent, as Debezium writes them; Canal leaves them to Java.
        if self == .compact, number.magnitude >= 1e7, number.magnitude < 9e15, Double(Int64(number)) == number {
            return writer.appendDecimal(Int64(number))
        }
        var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
        FloatingPointText.append(number, to: &out)
        writer.commit(upTo: out.at)
    }

    /// A value that JSON has no type for.
    func append(
        opaque value: UnsafeRawBufferPointer, columnType: UInt8, to writer: inout ByteWriter
    ) throws(BytesError) {
        if self == .spaced {
            try CanalOpaqueText.append(value, columnType: columnType, to: &writer)
        } else {
            try OpaqueText.append(value, columnType: columnType, to: &writer)
        }
    }
}
