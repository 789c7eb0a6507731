import Bytes
import Expressions

extension View {
    /// Puts the state that `encode` wrote in place of this one's. The query and the columns that it reads have to be the
    /// same.
    ///
    /// - Throws: `BytesError` when the bytes are none, or of another query; the view is empty then.
    public func restore(_ cursor: inout ByteCursor) throws(BytesError) {
        removeAll()
        do throws(BytesError) {
            try read(&cursor)
            try makeResult(at: cursor.offset)
        } catch {
            removeAll()
            throw error
        }
    }

    private func makeResult(at offset: Int) throws(BytesError) {
        do { try result.rebuild() } catch { throw .malformed("a state without a result", at: offset) }
    }

    /// Forgets all rows, as if none had ever been put in.
    public func removeAll() {
        grouping.removeAll()
        joins?.removeAll()
        result.restore(missingRows: 0)
        try? result.rebuild()
    }

    private func read(_ cursor: inout ByteCursor) throws(BytesError) {
        guard try cursor.u32le() == StateFormat.magic else { throw .malformed("no state of a view", at: 0) }
        let identity = try Self.bytes(&cursor)
        guard identity.elementsEqual(StateFormat.identity(query, plan)) else {
            throw .malformed("the state of another view", at: cursor.offset)
        }
        try readGroups(&cursor)
        for set in grouping.values {
            for _ in 0..<(try cursor.u64le()) {
                let key = try Self.bytes(&cursor)
                set.add(key, try Self.count(&cursor))
            }
        }
        let newest = try cursor.u8() == 1 ? try cursor.i64le() : nil
        let lateRows = try cursor.i64le()
        grouping.windows?.restore(newest: newest, lateRows: Int(lateRows))
        if let joins {
            for table in joins.tables.indices {
                for _ in 0..<(try cursor.u64le()) {
                    let row = try Self.bytes(&cursor)
                    try joins.restore(table, row, count: Self.count(&cursor))
                }
            }
        }
        let missing = (try Self.count(&cursor), try Self.count(&cursor))
        result.restore(missingRows: max(0, missing.0))
        joins?.restore(missingRows: max(0, missing.1))
        if memory.bytes > options.stateBytesMax { throw .malformed("a state beyond its limit", at: cursor.offset) }
    }

    private func readGroups(_ cursor: inout ByteCursor) throws(BytesError) {
        let aggregateBytes = plan.aggregateBytes
        for _ in 0..<(try cursor.u64le()) {
            let at = cursor.offset
            let number = try cursor.u64le()
            let count = try Self.count(&cursor)
            let key = try Self.bytes(&cursor)
            let shown = try Self.bytes(&cursor)
            let aggregates = try cursor.bytes(aggregateBytes)
            let hash = KeyHash.hash(key)
            let group: GroupBlock
            if let only = grouping.only {
                guard key.isEmpty else { throw .malformed("a key of the group of all rows", at: at) }
                only.number = number
                group = only
            } else {
                guard grouping.groups.find(key, hash) == nil else { throw .malformed("a group twice", at: at) }
                group = grouping.groups.insert(key, hash, shown: shown, number: number)
                if let start = grouping.windowStart(group) { grouping.windows?.insert(group, start) }
            }
            group.count = count
            group.aggregates.copyMemory(from: aggregates.baseAddress ?? cursor.base, byteCount: aggregates.count)
        }
        grouping.groups.reserve(number: try cursor.u64le())
    }

    private static func bytes(_ cursor: inout ByteCursor) throws(BytesError) -> UnsafeRawBufferPointer {
        try cursor.bytes(Int(clamping: try cursor.unsignedVarint()))
    }

    private static func count(_ cursor: inout ByteCursor) throws(BytesError) -> Int64 {
        let at = cursor.offset
        let count = try cursor.i64le()
        guard count.magnitude <= StateFormat.countMax else { throw .malformed("a count beyond reason", at: at) }
        return count
    }
}
