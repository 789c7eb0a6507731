import Bytes

/// One change of a partial JSON update. A view. The changes of a document stand one after another:
///
///     0  operation u8: 0 replace, 1 insert, 2 remove
///     1  path length (length-encoded), path
///     …  replace and insert: document length (length-encoded), binary JSON document
///
/// Source: MySQL sql/json_diff.cc `Json_diff::write_binary`.
struct JSONDiff {
    enum Operation: UInt8 {
        case replace = 0
        case insert = 1
        case remove = 2
    }

    let operation: Operation
    /// "$.member[3]", UTF-8.
    let path: UnsafeRawBufferPointer
    /// Type and value; nothing for `remove`.
    let document: UnsafeRawBufferPointer

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        let at = cursor.offset
        guard let operation = Operation(rawValue: try cursor.u8()) else {
            throw .malformed("no operation of a JSON change", at: at)
        }
        self.operation = operation
        path = try cursor.bytes(try Self.length(&cursor))
        document =
            operation == .remove
            ? UnsafeRawBufferPointer(start: nil, count: 0)
            : try cursor.bytes(try Self.length(&cursor))
    }

    private static func length(_ cursor: inout ByteCursor) throws(BytesError) -> Int {
        Int(clamping: try cursor.lengthEncodedInteger())
    }
}
