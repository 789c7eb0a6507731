import Bytes

/// How the text of a JSON document is laid out.
enum DocumentStyle {
    /// `{"a":[1,2]}`, as Debezium and Maxwell write it.
    case compact
    /// `{"a": [1, 2]}`, with Canal's way with characters, numbers and temporals.
    case canal
    /// `{"a": [1, 2]}`, in every character the text that a SELECT shows.
    case server

    var comma: StaticString { self == .compact ? "," : ", " }
    var colon: StaticString { self == .compact ? ":" : ": " }

    /// A string with its quotation marks.
    func append(_ text: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(BytesError) {
        writer.append(0x22)
        let isText =
            switch self {
            case .compact: JSONText.appendUTF8(text, to: &writer)
            case .canal: CanalDocumentText.append(text, to: &writer)
            case .server: JSONText.appendUTF8(text, escapes: .small, to: &writer)
            }
        guard isText else { throw .malformed("a JSON document's text is not UTF-8", at: 0) }
        writer.append(0x22)
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
        // Canal leaves numbers to Java.
        let style: FloatingPointText.Style = self == .compact ? .plain : self == .server ? .server : .java
        FloatingPointText.append(number, style: style, to: &out)
        writer.commit(upTo: out.at)
    }

    /// A value that JSON has no type for.
    func append(
        opaque value: UnsafeRawBufferPointer, columnType: UInt8, to writer: inout ByteWriter
    ) throws(BytesError) {
        if self == .canal {
            try CanalOpaqueText.append(value, columnType: columnType, to: &writer)
        } else {
            try OpaqueText.append(value, columnType: columnType, isServers: self == .server, to: &writer)
        }
    }
}
