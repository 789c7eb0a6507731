import Bytes
import Schema

/// A column's text in a JSON string: what is between the quotation marks.
enum ColumnText {
    /// - Parameters:
    ///   - scratch: what other charsets are converted in; left with the converted text.
    /// - Returns: whether all of it was legal; when not, U+FFFD stands in the place of what was not.
    @inline(__always)
    static func append(
        _ bytes: UnsafeRawBufferPointer, decoder: TextDecoder, escapes: JSONEscapes = .capitals,
        scratch: inout ByteWriter, to writer: inout ByteWriter
    ) -> Bool {
        if decoder.isUTF8 {
            let start = writer.count
            if JSONText.appendUTF8(bytes, escapes: escapes, to: &writer) { return true }
            writer.truncate(to: start)
        }
        return appendConverted(bytes, decoder: decoder, escapes: escapes, scratch: &scratch, to: &writer)
    }

    @inline(never)
    private static func appendConverted(
        _ bytes: UnsafeRawBufferPointer, decoder: TextDecoder, escapes: JSONEscapes, scratch: inout ByteWriter,
        to writer: inout ByteWriter
    ) -> Bool {
        scratch.removeAll(keepingCapacityUpTo: 1 << 20)
        let isLegal = decoder.append(bytes, to: &scratch)
        // A decoder writes nothing but well-formed UTF-8.
        _ = JSONText.appendUTF8(scratch.bytes, escapes: escapes, to: &writer)
        return isLegal
    }
}

/// What becomes of text that is not legal in its column's character set (the pipeline file's `invalid_text`).
public enum InvalidText: String, Sendable, CaseIterable {
    /// The source stops and names the column.
    case stop
    /// U+FFFD stands in the place of what is wrong, and the value is counted.
    case replace
}
