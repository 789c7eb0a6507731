import Bytes

/// Turns the bytes of one column's text into UTF-8, exactly as its server's `CONVERT(… USING utf8mb4)` does.
///
/// A plain value that points at tables which live as long as the process: copying it costs no reference count, using
/// it allocates nothing, and any number of threads may share it. Make one per column and table version.
public struct TextDecoder: Sendable {
    /// How the bytes are divided into characters.
    enum Form {
        /// UTF-8 with sequences of at most so many bytes.
        case utf8(longest: Int)
        /// Each byte by the table.
        case singleByte
        /// ASCII, and the other bytes by the table.
        case asciiAndSingleByte
        /// ASCII, and one or two bytes by the table, or three that begin with 8F.
        case multiByte(hasThreeBytes: Bool)
        case gb18030
        case ucs2
        case utf16(isLittleEndian: Bool)
        case utf32
    }

    public let charset: Charset
    /// Whether legal text is UTF-8 as it is stored and all legal UTF-8 is legal text, so that checking it is enough:
    /// utf8mb4 (utf8mb3 has no sequences of four bytes, ascii only single bytes).
    public let isUTF8: Bool
    let form: Form
    /// Of the forms that need it.
    let table: CharsetTable?

    /// MySQL and MariaDB agree on every character of every charset, so the server does not matter.
    ///
    /// - Returns: nil for the charset `binary`, whose values are no text.
    public init?(charset: Charset) {
        switch charset {
        case .binary: return nil
        case .utf8mb4: form = .utf8(longest: 4)
        case .utf8mb3: form = .utf8(longest: 3)
        case .ucs2: form = .ucs2
        case .utf16: form = .utf16(isLittleEndian: false)
        case .utf16le: form = .utf16(isLittleEndian: true)
        case .utf32: form = .utf32
        case .gb18030: form = .gb18030
        case .big5, .cp932, .euckr, .gb2312, .gbk, .sjis: form = .multiByte(hasThreeBytes: false)
        case .eucjpms, .ujis: form = .multiByte(hasThreeBytes: true)
        case .swe7: form = .singleByte
        default: form = .asciiAndSingleByte
        }
        self.charset = charset
        isUTF8 = charset == .utf8mb4
        table = CharsetTable.of(charset)
    }

    /// Appends the text as UTF-8, with U+FFFD for each sequence that has no character: bytes that the server would not
    /// store, and those that its CONVERT makes a question mark or U+FFFD of.
    ///
    /// - Returns: whether all of it was characters of the charset; when not, the text was written all the same.
    public func append(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        switch form {
        case .utf8(let longest): return Self.appendUTF8(bytes, longest: longest, to: &writer)
        case .ucs2: return Self.appendUCS2(bytes, to: &writer)
        case .utf16(let isLittleEndian): return Self.appendUTF16(bytes, isLittleEndian: isLittleEndian, to: &writer)
        case .utf32: return Self.appendUTF32(bytes, to: &writer)
        case .singleByte, .asciiAndSingleByte, .multiByte, .gb18030: break
        }
        guard let cells = table?.cells else { preconditionFailure("\(charset) without its table") }
        switch form {
        case .singleByte: return Self.appendSingleBytes(bytes, cells, keepsASCII: false, to: &writer)
        case .asciiAndSingleByte: return Self.appendSingleBytes(bytes, cells, keepsASCII: true, to: &writer)
        case .multiByte(let hasThreeBytes):
            return Self.appendMultiByte(bytes, cells, hasThreeBytes: hasThreeBytes, to: &writer)
        default: return Self.appendGB18030(bytes, cells, to: &writer)
        }
    }

    /// A short text as a String, nil when not all of it is characters of the charset: for definitions, not for rows.
    public func string(_ bytes: some Sequence<UInt8>) -> String? {
        var writer = ByteWriter(capacity: 64)
        let isLegal = Array(bytes).withUnsafeBytes { append($0, to: &writer) }
        return isLegal ? String(decoding: writer.bytes, as: UTF8.self) : nil
    }
}
