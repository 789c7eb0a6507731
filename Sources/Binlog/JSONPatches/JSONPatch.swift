import Bytes

/// Applies the changes of a partial update to a document. Containers that no change touches are copied as they are.
/// Source: MySQL sql/json_diff.cc `apply_json_diffs`: a change whose place is not there, or that would overwrite what
/// it says is not there, is refused.
enum JSONPatch {
    /// Writes the whole document after the changes.
    ///
    /// - Parameter changes: one `JSONDiff` after another.
    static func apply(
        _ changes: UnsafeRawBufferPointer, to document: UnsafeRawBufferPointer, into writer: inout ByteWriter
    ) throws(BytesError) {
        guard let type = document.first else { throw .malformed("an empty document cannot be changed", at: 0) }
        let value = try JSONNode(type: type, UnsafeRawBufferPointer(rebasing: document[1...]))
        guard type <= JSONType.largeArray, case .plain(_, let bytes) = value else {
            throw .malformed("a JSON document that is neither object nor array cannot be changed in part", at: 0)
        }
        let root = try JSONContainer(type: type, bytes)
        var cursor = ByteCursor(changes)
        while !cursor.isAtEnd {
            let at = cursor.offset
            let change = try JSONDiff(&cursor)
            guard try apply(change, to: root) else {
                throw .malformed("the place of a change is not in the document, or taken", at: at)
            }
        }
        try root.measure()
        writer.append(root.type)
        root.append(to: &writer)
    }

    private static func apply(_ change: JSONDiff, to root: JSONContainer) throws(BytesError) -> Bool {
        let path = try JSONPath(change.path)
        guard let last = path.legs.last else { return false }
        var parent = root
        for leg in path.legs.dropLast() {
            guard let index = parent.index(of: leg), let child = try parent.open(index) else { return false }
            parent = child
        }
        switch change.operation {
        case .replace:
            guard let index = parent.index(of: last) else { return false }
            parent.replace(index, with: try node(change.document))
        case .insert:
            return parent.insert(try node(change.document), at: last)
        case .remove:
            guard let index = parent.index(of: last) else { return false }
            parent.remove(index)
        }
        return true
    }

    private static func node(_ document: UnsafeRawBufferPointer) throws(BytesError) -> JSONNode {
        guard let type = document.first else { throw .malformed("a change without a value", at: 0) }
        return try JSONNode(type: type, UnsafeRawBufferPointer(rebasing: document[1...]))
    }
}
