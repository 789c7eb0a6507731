import Bytes
import Schema

/// A column's text in a JSON string: what is between the quotation marks.
enum ColumnText {
    /// - Parameter scratch: what other charsets are converted in.
    /// - Returns: whether all of it was legal; when not, U+FFFD stands in the place of what was not.
    static func append(
        _ bytes: UnsafeRawBufferPointer, decoder: TextDecoder, scratch: inout ByteWriter, to writer: inout ByteWriter
    ) -> Bool {
        scratch.removeAll(keepingCapacityUpTo: 1 << 20)
        let isLegal = decoder.append(bytes, to: &scratch)
        // A decoder writes nothing but well-formed UTF-8.
        _ = JSONText.appendUTF8(scratch.bytes, to: &writer)
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
