import Bytes

/// Rows of a result in their order, each as often as it is there: what LIMIT and DISTINCT over groups need to know.
///
///     key: sort key · packed row · bytes of the sort key (4) · bytes of the row (4)
///
/// No sort key is the beginning of another one, and no packed row is: keys are ordered by the one, then by the other.
struct SortedRows {
    let counts: OrderedCounts
    private static let tailBytes = 8

    init(_ memory: StateMemory) { counts = OrderedCounts(memory) }

    @discardableResult
    func add(
        _ emission: Emission, _ times: Int64, _ scratch: inout ByteWriter
    ) -> (before: Int64, after: Int64) {
        scratch.removeAll()
        scratch.append(emission.sortKey)
        scratch.append(emission.row)
        scratch.appendLE(UInt32(emission.sortKey.count))
        scratch.appendLE(UInt32(emission.row.count))
        return counts.add(scratch.bytes, times)
    }

    static func row(_ key: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let sort = Int(key.loadUnaligned(fromByteOffset: key.count - tailBytes, as: UInt32.self))
        return UnsafeRawBufferPointer(rebasing: key[sort..<(key.count - tailBytes)])
    }
}
