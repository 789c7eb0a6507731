import Bytes

/// Turns the bytes of one column's text into UTF-8, exactly as its server's `CONVERT(… USING utf8mb4)` does.
///
/// A plain value that points at tables which live as long as the process: copying it costs no reference count, using
/// it allocates nothing, and any number of threads may share it. Make one per column and table version.
public struct TextDecoder: Sendable {
    public let charset: Charset
    /// Of the charsets that have one. No more is kept here: a decoder is copied with its column's plan for every row.
    let table: CharsetTable?

    /// MySQL and MariaDB agree on every character of every charset, so the server does not matter.
    ///
    /// - Returns: nil for the charset `binary`, whose values are no text.
    public init?(charset: Charset) {
        guard charset != .binary else { return nil }
        self.charset = charset
        table = CharsetTable.of(charset)
    }

    /// Whether legal text is UTF-8 as it is stored and all legal UTF-8 is legal text, so that checking it is enough:
    /// utf8mb4 (utf8mb3 has no sequences of four bytes, ascii only single bytes).
    public var isUTF8: Bool { charset == .utf8mb4 }

    /// Appends the text as UTF-8, with U+FFFD for each sequence that has no character: bytes that the server would not
    /// store, and those that its CONVERT makes a question mark or U+FFFD of.
    ///
    /// - Returns: whether all of it was characters of the charset; when not, the text was written all the same.
    public func append(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        switch charset {
        case .utf8mb4: Self.appendUTF8(bytes, longest: 4, to: &writer)
        case .utf8mb3: Self.appendUTF8(bytes, longest: 3, to: &writer)
        case .ucs2: Self.appendUCS2(bytes, to: &writer)
        case .utf16: Self.appendUTF16(bytes, isLittleEndian: false, to: &writer)
        case .utf16le: Self.appendUTF16(bytes, isLittleEndian: true, to: &writer)
        case .utf32: Self.appendUTF32(bytes, to: &writer)
        case .gb18030: Self.appendGB18030(bytes, cells, to: &writer)
        case .eucjpms, .ujis: Self.appendMultiByte(bytes, cells, hasThreeBytes: true, to: &writer)
        case .big5, .cp932, .euckr, .gb2312, .gbk, .sjis:
            Self.appendMultiByte(bytes, cells, hasThreeBytes: false, to: &writer)
        case .swe7: Self.appendSingleBytes(bytes, cells, keepsASCII: false, to: &writer)
        default: Self.appendSingleBytes(bytes, cells, keepsASCII: true, to: &writer)
        }
    }

    private var cells: UnsafePointer<PackedCharacter> {
        guard let table else { preconditionFailure("\(charset) without its table") }
        return table.cells
    }

    /// A short text as a String, nil when not all of it is characters of the charset: for definitions, not for rows.
    public func string(_ bytes: some Sequence<UInt8>) -> String? {
        var writer = ByteWriter(capacity: 64)
        let isLegal = Array(bytes).withUnsafeBytes { append($0, to: &writer) }
        return isLegal ? String(decoding: writer.bytes, as: UTF8.self) : nil
    }
}
