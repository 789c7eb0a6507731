import Bytes

/// A binary JSON document as text, with types that JSON lacks marked. Written apart from the code under test.
enum BinaryJSONText {
    static func text(_ document: UnsafeRawBufferPointer) throws(BytesError) -> String {
        guard let type = document.first else { return "null" }
        return try value(type, UnsafeRawBufferPointer(rebasing: document[1...]))
    }

    private static func value(
        _ type: UInt8, _ bytes: UnsafeRawBufferPointer, depth: Int = 0
    ) throws(BytesError) -> String {
        guard depth < 100 else { throw .malformed("too deep", at: 0) }
        var cursor = ByteCursor(bytes)
        switch type {
        case 0...3: return try container(bytes, isObject: type < 2, wide: type % 2 == 1, depth)
        case 4:
            let literal = Int(try cursor.u8())
            guard literal < 3 else { throw .malformed("no literal", at: 0) }
            return ["null", "true", "false"][literal]
        case 5: return "i16:\(try cursor.i16le())"
        case 6: return "u16:\(try cursor.u16le())"
        case 7: return "i32:\(try cursor.i32le())"
        case 8: return "u32:\(try cursor.u32le())"
        case 9: return "i64:\(try cursor.i64le())"
        case 10: return "u64:\(try cursor.u64le())"
        case 11: return "\(Double(bitPattern: try cursor.u64le()))"
        case 12: return "\"" + (try string(&cursor)) + "\""
        case 15:
            let column = try cursor.u8()
            return "opaque\(column):\(Array(try self.bytes(&cursor)))"
        default: throw .malformed("no type", at: 0)
        }
    }

    private static func bytes(_ cursor: inout ByteCursor) throws(BytesError) -> UnsafeRawBufferPointer {
        try cursor.bytes(Int(clamping: try cursor.unsignedVarint()))
    }

    private static func string(_ cursor: inout ByteCursor) throws(BytesError) -> String {
        String(decoding: try bytes(&cursor), as: UTF8.self)
    }

    private static func container(
        _ all: UnsafeRawBufferPointer, isObject: Bool, wide: Bool, _ depth: Int
    ) throws(BytesError) -> String {
        let width = wide ? 4 : 2
        var cursor = ByteCursor(all)
        let count = Int(try cursor.uintLE(width: width))
        guard try cursor.uintLE(width: width) <= UInt64(all.count) else { throw .malformed("size", at: 0) }
        guard count <= all.count else { throw .malformed("count", at: 0) }
        var keys: [String] = []
        for _ in 0..<(isObject ? count : 0) {
            let offset = Int(try cursor.uintLE(width: width))
            var key = ByteCursor(all)
            try key.skip(offset)
            keys.append(String(decoding: try key.bytes(Int(try cursor.u16le())), as: UTF8.self))
        }
        var values: [String] = []
        for _ in 0..<count {
            let type = try cursor.u8()
            let entry = try cursor.bytes(width)
            let isInline = type >= 4 && (type <= 6 || wide && type <= 8)
            var offset = ByteCursor(entry)
            var value = ByteCursor(all)
            if !isInline { try value.skip(Int(try offset.uintLE(width: width))) }
            values.append(try self.value(type, isInline ? entry : value.rest(), depth: depth + 1))
        }
        if !isObject { return "[" + values.joined(separator: ",") + "]" }
        return "{" + zip(keys, values).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
