import Bytes

/// The rows that LIMIT shows. The whole order is kept, so that rows that leave make room for the next ones; a commit
/// looks at as many rows as are shown, and only when one of them, or one before them, changed.
final class TopRows {
    private let rows: SortedRows
    private let limit: (offset: Int, rows: Int)
    private(set) var shown: [(row: [UInt8], times: Int64)] = []
    /// The sort key of the last row that is shown, when the view shows all it may.
    private var border: [UInt8]?
    private var isDirty = false
    private var scratch = ByteWriter(capacity: 256)

    init(_ memory: StateMemory, limit: (offset: Int, rows: Int)) {
        rows = SortedRows(memory)
        self.limit = limit
    }

    var listBytes: Int { rows.counts.listBytes }

    func add(_ emission: Emission, _ times: Int64) {
        rows.add(emission, times, &scratch)
        guard !isDirty else { return }
        isDirty = border.map { emission.sortKey.lexicographicallyPrecedesOrEquals($0) } ?? true
    }

    /// Adds what changed of the shown rows.
    func commit(_ changes: inout NetChanges) {
        guard isDirty else { return }
        isDirty = false
        for old in shown { old.row.withUnsafeBytes { changes.add($0, -old.times) } }
        show()
        for new in shown { new.row.withUnsafeBytes { changes.add($0, new.times) } }
    }

    private func show() {
        shown.removeAll()
        border = nil
        var skipped = Int64(limit.offset)
        var left = Int64(limit.rows)
        guard left > 0 else {
            border = []
            return
        }
        rows.counts.forEach { key, count in
            guard count > 0 else { return true }
            let passed = min(skipped, count)
            skipped -= passed
            let times = min(left, count - passed)
            if times > 0 { shown.append((Array(SortedRows.row(key)), times)) }
            left -= times
            guard left == 0 else { return true }
            border = Array(key.prefix(key.count - 8 - SortedRows.row(key).count))
            return false
        }
    }

    func removeAll() {
        rows.counts.removeAll()
        shown = []
        border = nil
        isDirty = false
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func lexicographicallyPrecedesOrEquals(_ other: [UInt8]) -> Bool {
        !other.lexicographicallyPrecedes(self)
    }
}
