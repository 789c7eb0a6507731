import Bytes

/// A document of MySQL's JSON type as text.
///
/// Source: MySQL `sql-common/json_binary.h`. All integers little-endian; offsets count from the container's start:
///
///     document   type u8 · value
///     object     count · size · count × key entry · count × value entry · keys · values
///     array      count · size · count × value entry · values
///     key entry  offset · length u16
///     value entry  type u8 · offset, or the value itself where it fits
///     string     length (base 128, lowest group first) · UTF-8
///     opaque     column type u8 · length (base 128) · bytes
///
/// count, size and offset are u16 in small containers and u32 in large ones.
struct BinaryDocument {
    /// As deep as the server nests.
    static let depthMax = 100

    /// What a value of well-formed bytes can still take: parts never overlap, so the sum of all parts is at most the
    /// document. Without this a few hostile bytes that point at each other could become text without end.
    private var bytesLeft: Int
    private let style: DocumentStyle

    /// Appends the text of a document; an empty value stands for JSON null, as in the server.
    static func appendText(
        _ bytes: UnsafeRawBufferPointer, style: DocumentStyle = .compact, to writer: inout ByteWriter
    ) throws(BytesError) {
        guard let type = bytes.first else { return writer.append("null") }
        var document = BinaryDocument(bytesLeft: bytes.count, style: style)
        let value = UnsafeRawBufferPointer(rebasing: bytes[1...])
        try document.appendValue(type, value, depth: 1, to: &writer)
    }

    private mutating func take(_ length: Int) throws(BytesError) {
        bytesLeft -= length
        guard bytesLeft >= 0 else { throw .malformed("parts of a JSON document overlap", at: 0) }
    }

    private mutating func appendValue(
        _ type: UInt8, _ bytes: UnsafeRawBufferPointer, depth: Int, to writer: inout ByteWriter
    ) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        switch type {
        case 0x00, 0x01, 0x02, 0x03:
            guard depth <= Self.depthMax else { throw .malformed("a JSON document deeper than 100 levels", at: 0) }
            let shape = Container.Shape(isObject: type <= 0x01, isLarge: type & 1 == 1)
            let container = try Container(bytes, shape: shape)
            try take(container.headerLength)
            try appendContainer(container, depth: depth, to: &writer)
        case 0x04: writer.append(try Self.literal(try cursor.u8()))
        case 0x05: writer.appendDecimal(Int64(try cursor.i16le()))
        case 0x06: writer.appendDecimal(UInt64(try cursor.u16le()))
        case 0x07: writer.appendDecimal(Int64(try cursor.i32le()))
        case 0x08: writer.appendDecimal(UInt64(try cursor.u32le()))
        case 0x09: writer.appendDecimal(try cursor.i64le())
        case 0x0A: writer.appendDecimal(try cursor.u64le())
        case 0x0B: style.append(Double(bitPattern: try cursor.u64le()), to: &writer)
        case 0x0C:
            let text = try cursor.documentString()
            try take(text.count)
            try style.append(text, to: &writer)
        case 0x0F:
            let columnType = try cursor.u8()
            let value = try cursor.documentString()
            try take(value.count)
            try style.append(opaque: value, columnType: columnType, to: &writer)
        default:
            throw .malformed("an unknown type in a JSON document", at: 0)
        }
    }

    private mutating func appendContainer(
        _ container: Container, depth: Int, to writer: inout ByteWriter
    ) throws(BytesError) {
        writer.append(container.shape.isObject ? 0x7B : 0x5B)
        for index in 0..<container.count {
            if index > 0 { writer.append(style.comma) }
            if container.shape.isObject {
                let key = try container.key(index)
                try take(key.count)
                try style.append(key, to: &writer)
                writer.append(style.colon)
            }
            let (type, value) = try container.value(index)
            try appendValue(type, value, depth: depth + 1, to: &writer)
        }
        writer.append(container.shape.isObject ? 0x7D : 0x5D)
    }

    private static func literal(_ value: UInt8) throws(BytesError) -> StaticString {
        switch value {
        case 0: "null"
        case 1: "true"
        case 2: "false"
        default: throw .malformed("an unknown literal in a JSON document", at: 0)
        }
    }
}
