import Bytes

extension ByteWriter {
    /// A string with its quotation marks. Not for the hot path.
    mutating func appendJSON(_ string: String, escapes: JSONEscapes = .capitals) {
        append(0x22)
        appendJSONText(string, escapes: escapes)
        append(0x22)
    }

    /// A string without them.
    mutating func appendJSONText(_ string: String, escapes: JSONEscapes = .capitals) {
        var string = string
        // A Swift string is always well-formed UTF-8.
        _ = string.withUTF8 { JSONText.appendUTF8(UnsafeRawBufferPointer($0), escapes: escapes, to: &self) }
    }
}
