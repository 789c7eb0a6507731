import Bytes

/// JSON strings, for lines that must not be reordered or buffered by an encoder.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var writer = ByteWriter(capacity: text.utf8.count + 16)
        writer.appendJSON(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
