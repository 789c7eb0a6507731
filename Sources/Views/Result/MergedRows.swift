import Bytes
import Expressions

/// DISTINCT over groups: rows that are equal are one, shown as the spelling that comes first.
///
///     key: what makes rows equal · emission · bytes of the first part (4)
final class MergedRows {
    private let counts: OrderedCounts
    /// How the texts of each column compare.
    private let orders: [TextOrder?]
    private var key = ByteWriter(capacity: 256)

    init(_ memory: StateMemory, orders: [TextOrder?]) {
        counts = OrderedCounts(memory)
        self.orders = orders
    }

    var listBytes: Int { counts.listBytes }

    /// Takes a group's row in (+1) or out (−1), and gives what changes of the merged rows.
    func add(_ emission: Emission, _ times: Int64, _ body: (Emission, Int64) -> Void) {
        key.removeAll()
        var cursor = ByteCursor(emission.row)
        for order in orders { SortKey.append(PackedValue.read(&cursor), order, to: &key) }
        let length = key.count
        key.append(emission.bytes)
        key.appendLE(UInt32(length))
        let old = shown(length)
        counts.add(key.bytes, times)
        let new = shown(length)
        if old == new { return }
        old?.withUnsafeBytes { body(Emission($0), -1) }
        new?.withUnsafeBytes { body(Emission($0), 1) }
    }

    /// The emission that is shown for what the key begins with.
    private func shown(_ length: Int) -> [UInt8]? {
        let prefix = UnsafeRawBufferPointer(rebasing: key.bytes[..<length])
        return counts.first(prefix).map { Array($0[length...]) }
    }

    /// Every merged row.
    func forEach(_ body: (Emission) -> Void) {
        var last: [UInt8] = []
        counts.forEach { key, count in
            guard count > 0 else { return true }
            let length = Int(key.loadUnaligned(fromByteOffset: key.count - 4, as: UInt32.self))
            if !last.isEmpty, key.starts(with: last) { return true }
            last = Array(key[..<length])
            body(Emission(UnsafeRawBufferPointer(rebasing: key[length...])))
            return true
        }
    }

    func removeAll() { counts.removeAll() }
}
