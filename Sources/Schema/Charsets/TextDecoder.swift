import Bytes

/// Turns the bytes of one column's text into UTF-8, exactly as its server's `CONVERT(… USING utf8mb4)` does.
///
/// A plain value that points at tables which live as long as the process: copying it costs no reference count, using
/// it allocates nothing, and any number of threads may share it. Make one per column and table version.
public struct TextDecoder: Sendable {
    public let charset: Charset

    /// MySQL and MariaDB agree on every character of every charset, so the server does not matter.
    ///
    /// - Returns: nil for the charset `binary`, whose values are no text.
    public init?(charset: Charset) {
        guard charset != .binary else { return nil }
        self.charset = charset
    }

    /// Whether legal text is UTF-8 as it is stored, so that checking it is enough (utf8mb4, utf8mb3, ascii).
    public var isUTF8: Bool {
        switch charset {
        case .utf8mb4, .utf8mb3, .ascii: true
        default: false
        }
    }

    /// Appends the text as UTF-8, with U+FFFD for each byte or sequence that is no character of the charset.
    ///
    /// - Returns: whether all of it was characters of the charset; when not, the text was written all the same.
    @discardableResult
    public func append(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        if charset == .latin1 {
            for byte in bytes { writer.append(utf8: String(Unicode.Scalar(Latin1.scalars[Int(byte)]) ?? "\u{FFFD}")) }
            return true
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            writer.append(utf8: text)
            return true
        }
        writer.append(utf8: String(decoding: bytes, as: UTF8.self))
        return false
    }

    /// A short text as a String, nil when not all of it is characters of the charset: for definitions, not for rows.
    public func string(_ bytes: some Sequence<UInt8>) -> String? {
        var writer = ByteWriter(capacity: 64)
        let isLegal = Array(bytes).withUnsafeBytes { append($0, to: &writer) }
        return isLegal ? String(decoding: writer.bytes, as: UTF8.self) : nil
    }
}
