import Binlog
import Bytes
import Expressions

/// The rows of joined tables, and the look-ups when one of them changes.
///
/// A change of one table is joined with what the others hold at that moment, and then put to its own table: so every
/// pair is counted once, also where a table is joined with itself.
final class Joins {
    typealias Body = (UnsafePointer<ColumnValue>, Int64) throws(EvaluationFault) -> Void

    private(set) var plan: ViewPlan
    let tables: [JoinedRows]
    private let matchesMax: Int
    private var matches = 0
    /// Rows that are there fewer than no times, by table; kept until the commit.
    private var negatives: [Int64]
    private(set) var missingRows: Int64 = 0

    /// The joined row at hand.
    private let row: UnsafeMutablePointer<ColumnValue>
    private let width: Int
    private var packed = ByteWriter(capacity: 256)
    private var keys = ByteWriter(capacity: 256)
    /// Where each index's key begins in `keys`; nil for a key with a NULL.
    private var places: [Range<Int>?] = []
    private var found: [UnsafeRawBufferPointer?] = []
    /// By step: keys are asked for while those of the steps before are still in use.
    private let probes: UnsafeMutablePointer<ByteWriter>

    init(_ plan: ViewPlan, _ memory: StateMemory, matchesMax: Int) {
        self.plan = plan
        self.matchesMax = matchesMax
        tables = plan.joins.tables.map { JoinedRows(memory, indexCount: $0.indexes.count) }
        negatives = tables.map { _ in 0 }
        // A table may have more columns after DDL: the row is made anew then.
        width = max(1, plan.scope.width + Self.spareColumns)
        row = .allocate(capacity: width)
        row.initialize(repeating: .null, count: width)
        probes = .allocate(capacity: tables.count)
        for index in tables.indices { (probes + index).initialize(to: ByteWriter(capacity: 64)) }
    }

    deinit {
        row.deallocate()
        probes.deinitialize(count: tables.count)
        probes.deallocate()
    }

    /// Columns that DDL may add before the view has to be built anew.
    private static let spareColumns = 4096

    /// False when the tables have become too wide.
    func rebind(_ plan: ViewPlan) -> Bool {
        guard plan.scope.width <= width else { return false }
        self.plan = plan
        row.update(repeating: .null, count: width)
        return true
    }

    var hasTooManyMatches: Bool { matches > matchesMax }

    // MARK: - Changes

    func apply(
        _ table: Int, _ values: UnsafePointer<ColumnValue>, _ weight: Int64, _ body: Body
    ) throws(EvaluationFault) {
        let side = plan.joins.tables[table]
        let offset = plan.scope.tables[table].offset
        for column in side.columns { row[column] = values[column - offset] }
        for filter in side.filters where try plan.rows.verdict(filter, row) != .isTrue { return }
        matches = 0
        try change(table, weight, body)
    }

    /// Joins the row at hand and keeps it.
    private func change(_ table: Int, _ weight: Int64, _ body: Body) throws(EvaluationFault) {
        let side = plan.joins.tables[table]
        places.removeAll(keepingCapacity: true)
        keys.removeAll()
        for index in side.indexes {
            let start = keys.count
            let isWhole = try append(index.roots, index.orders, to: &keys)
            places.append(isWhole ? start..<keys.count : nil)
        }
        packed.removeAll()
        for column in side.columns where !PackedRow.append(row[column], to: &packed) { throw .absentColumn(column) }
        // A row of an optional table that nothing can be equal to joins nothing.
        if let optional = side.optionalIndex, places[optional] == nil { return }
        try descend(table, 0, weight, isMissing: false, body)
        if let optional = side.optionalIndex, let place = places[optional] {
            try changePresence(table, optional, place, weight, body)
        }
        guard !side.indexes.isEmpty, places.contains(where: { $0 != nil }) else { return }
        found.removeAll(keepingCapacity: true)
        for place in places { found.append(place.map { UnsafeRawBufferPointer(rebasing: keys.bytes[$0]) }) }
        let (before, after) = tables[table].add(packed.bytes, weight, keys: found)
        negatives[table] += min(0, after) - min(0, before)
    }

    /// The first match of a key takes the row of NULLs away, and the last one that leaves brings it back.
    private func changePresence(
        _ table: Int, _ index: Int, _ place: Range<Int>, _ weight: Int64, _ body: Body
    ) throws(EvaluationFault) {
        let before = tables[table].find(index, UnsafeRawBufferPointer(rebasing: keys.bytes[place]))?.count ?? 0
        let times: Int64 = (before + weight == 0 ? 1 : 0) - (before == 0 ? 1 : 0)
        if times != 0 { try descend(table, 0, times, isMissing: true, body) }
    }

    /// Looks the tables up from this step on, for the rows at hand.
    ///
    /// - Parameter isMissing: whether the starting table's row is to be one of NULLs once it was looked up with.
    private func descend(
        _ start: Int, _ step: Int, _ weight: Int64, isMissing: Bool, _ body: Body
    ) throws(EvaluationFault) {
        let steps = plan.joins.steps[start]
        if isMissing, step == steps.count || steps[step].isOuter {
            let kept = clear(start)
            defer { restore(start, kept) }
            try descend(start, step, weight, isMissing: false, body)
            return
        }
        guard step < steps.count else {
            matches += 1
            if matches > matchesMax { return }
            try body(row, weight)
            return
        }
        let next = steps[step]
        probes[step].removeAll()
        let isWhole = try append(next.roots, next.orders, to: &probes[step])
        let key = isWhole ? tables[next.table].find(next.index, probes[step].bytes) : nil
        if next.isOuter, (key?.count ?? 0) == 0 {
            _ = clear(next.table)
            try descend(start, step + 1, weight, isMissing: isMissing, body)
        }
        var match = key?.first
        while let block = match {
            let found = JoinedRows.Row(memory: block)
            read(found, next.table)
            try descend(start, step + 1, weight &* found.count, isMissing: isMissing, body)
            match = found.link(next.index).pointee.behind
        }
    }

    // MARK: - Rows and keys

    @inline(__always)
    private func read(_ found: JoinedRows.Row, _ table: Int) {
        var cursor = ByteCursor(found.bytes(tables[table].indexCount))
        for column in plan.joins.tables[table].columns { row[column] = (try? PackedRow.read(&cursor)) ?? .null }
    }

    /// Makes the table's values NULL, and gives what they were.
    private func clear(_ table: Int) -> [ColumnValue] {
        plan.joins.tables[table].columns.map { column in
            defer { row[column] = .null }
            return row[column]
        }
    }

    private func restore(_ table: Int, _ kept: [ColumnValue]) {
        for (column, value) in zip(plan.joins.tables[table].columns, kept) { row[column] = value }
    }

    /// Appends a key; false when a part of it is NULL.
    @inline(__always)
    private func append(
        _ roots: [Int32], _ orders: [TextOrder?], to out: inout ByteWriter
    ) throws(EvaluationFault) -> Bool {
        for (root, order) in zip(roots, orders) {
            let value = try plan.rows.value(root, row)
            switch value {
            case .null: return false
            case .text(let text):
                if let order { order.appendKey(text, to: &out) } else { PackedValue.append(value, to: &out) }
            default: PackedValue.append(value, to: &out)
            }
        }
        return true
    }

    // MARK: - All rows

    /// Takes all rows of a table out, one by one.
    func truncate(_ table: Int, _ body: Body) throws(EvaluationFault) {
        var rows: [JoinedRows.Row] = []
        tables[table].forEach { rows.append($0) }
        for found in rows {
            matches = 0
            // The row is freed while it is taken out.
            let bytes = Array(found.bytes(tables[table].indexCount))
            let weight = -found.count
            try withBytes(bytes, table) { () throws(EvaluationFault) in try change(table, weight, body) }
        }
    }

    /// With the values of a packed row at hand.
    private func withBytes(
        _ bytes: [UInt8], _ table: Int, _ body: () throws(EvaluationFault) -> Void
    ) throws(EvaluationFault) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes)
        var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: memory[..<bytes.count]))
        for column in plan.joins.tables[table].columns { row[column] = (try? PackedRow.read(&cursor)) ?? .null }
        try body()
    }

    /// The end of a commit.
    func settle() {
        for table in negatives.indices where negatives[table] < 0 { missingRows = max(missingRows, -negatives[table]) }
    }

    func removeAll() {
        for table in tables { table.removeAll() }
        negatives = tables.map { _ in 0 }
        missingRows = 0
    }

    // MARK: - Restarts

    /// Puts a row back that was kept; no other table is looked up.
    func restore(_ table: Int, _ bytes: UnsafeRawBufferPointer, count: Int64) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        let side = plan.joins.tables[table]
        for column in side.columns { row[column] = try PackedRow.read(&cursor) }
        guard cursor.isAtEnd else { throw .malformed("a joined row of another length", at: cursor.offset) }
        keys.removeAll()
        var places: [Range<Int>?] = []
        for index in side.indexes {
            let start = keys.count
            let isWhole = try? append(index.roots, index.orders, to: &keys)
            places.append(isWhole == true ? start..<keys.count : nil)
        }
        let all = keys.bytes
        tables[table].add(bytes, count, keys: places.map { $0.map { UnsafeRawBufferPointer(rebasing: all[$0]) } })
        negatives[table] += min(0, count)
    }

    func restore(missingRows: Int64) { self.missingRows = missingRows }
}
