import Bytes

/// MySQL's binary JSON for those who need its text alone.
public enum JSONDocument {
    /// Appends the document as a SELECT shows it: `{"a": [1, 2.0]}`.
    ///
    /// - Throws: when the bytes are no document; then nothing, or a part of the text, was written.
    public static func appendServerText(
        _ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter
    ) throws(BytesError) {
        try BinaryDocument.appendText(bytes, style: .server, to: &writer)
    }
}
