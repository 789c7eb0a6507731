import Bytes

/// A value of a binary JSON document that is being changed: as it stands in the document, or taken apart.
enum JSONNode {
    /// Type, and the value's bytes where it does not stand in the container's entry (they are the same for both).
    case plain(type: UInt8, UnsafeRawBufferPointer)
    case open(JSONContainer)
}

extension JSONNode {
    /// A value whose bytes may end anywhere behind it.
    init(type: UInt8, _ bytes: UnsafeRawBufferPointer) throws(BytesError) {
        let length = try Self.byteCount(type: type, bytes)
        guard length <= bytes.count else { throw .truncated(needed: length, left: bytes.count, offset: 0) }
        self = .plain(type: type, UnsafeRawBufferPointer(rebasing: bytes[..<length]))
    }

    /// Bytes of the value by its own account; they need not all be there.
    private static func byteCount(type: UInt8, _ bytes: UnsafeRawBufferPointer) throws(BytesError) -> Int {
        var cursor = ByteCursor(bytes)
        switch type {
        case JSONType.smallObject, JSONType.smallArray:
            try cursor.skip(2)
            return Int(try cursor.u16le())
        case JSONType.largeObject, JSONType.largeArray:
            try cursor.skip(4)
            return Int(try cursor.u32le())
        case JSONType.literal: return 1
        case JSONType.int16, JSONType.uint16: return 2
        case JSONType.int32, JSONType.uint32: return 4
        case JSONType.int64, JSONType.uint64, JSONType.double: return 8
        case JSONType.string, JSONType.opaque:
            if type == JSONType.opaque { try cursor.skip(1) }
            let length = try cursor.unsignedVarint()
            guard length <= UInt64(UInt32.max) else { throw .malformed("a JSON string over 4 GiB", at: 0) }
            return cursor.offset + Int(length)
        default: throw .malformed("an unknown type in a JSON document", at: 0)
        }
    }

    /// Type as it is written, once containers are measured.
    var type: UInt8 {
        switch self {
        case .plain(let type, _): type
        case .open(let container): container.type
        }
    }

    /// Bytes outside of the container's entry.
    func outerByteCount(inLarge isLarge: Bool) -> Int {
        switch self {
        case .plain(let type, let bytes): JSONType.isInline(type, inLarge: isLarge) ? 0 : bytes.count
        case .open(let container): container.byteCount
        }
    }
}

/// Type codes of values in a document, and where they stand.
///
///     document    type u8 · value
///     object      count · size · count × key entry · count × value entry · keys · values
///     array       count · size · count × value entry · values
///     key entry   offset · length u16
///     value entry type u8 · offset, or the value itself where it fits
///
/// count, size and offset are u16 in small containers and u32 in large ones; offsets count from the container's start.
/// Source: MySQL sql-common/json_binary.h.
enum JSONType {
    static let smallObject: UInt8 = 0
    static let largeObject: UInt8 = 1
    static let smallArray: UInt8 = 2
    static let largeArray: UInt8 = 3
    static let literal: UInt8 = 4
    static let int16: UInt8 = 5
    static let uint16: UInt8 = 6
    static let int32: UInt8 = 7
    static let uint32: UInt8 = 8
    static let int64: UInt8 = 9
    static let uint64: UInt8 = 10
    static let double: UInt8 = 11
    static let string: UInt8 = 12
    static let opaque: UInt8 = 15

    static func isInline(_ type: UInt8, inLarge isLarge: Bool) -> Bool {
        (literal...uint16).contains(type) || isLarge && (int32...uint32).contains(type)
    }
}
