import Binlog
import Bytes
import Expressions

/// The groups of a view with their aggregates: takes joined rows, and knows which groups were touched.
final class Grouping {
    struct Touched {
        let group: GroupBlock
        /// Where `before` holds what the group gave at the last commit; negative when it gave nothing.
        let before: Int
    }

    let memory: StateMemory
    let groups: GroupTable
    let values: [OrderedCounts]
    let windows: WindowRetention?
    var plan: ViewPlan
    /// In the order in which they were touched.
    private(set) var touched: [Touched] = []
    private(set) var before = ByteWriter(capacity: 4096)
    /// The group that is always there.
    private(set) var only: GroupBlock?

    private var key = ByteWriter(capacity: 256)
    private var shown = ByteWriter(capacity: 256)
    var scratch = ByteWriter(capacity: 256)
    /// By set of values: whether a value came (+1) or went (−1) with the row at hand.
    var arrivals: [Int64]
    private let isShownApart: Bool
    private let nothing: UnsafeMutablePointer<ColumnValue>

    /// More memory than this is given back after a commit.
    private static let beforeBytesMax = 1 << 20

    init(_ plan: ViewPlan, _ memory: StateMemory, retentionSeconds: Int64?) {
        self.plan = plan
        self.memory = memory
        groups = GroupTable(memory, aggregateBytes: plan.aggregateBytes)
        values = plan.valueSets.map { _ in OrderedCounts(memory) }
        arrivals = plan.valueSets.map { _ in 0 }
        isShownApart = plan.keys.contains { $0.order != nil }
        windows = plan.window.flatMap { _ in retentionSeconds.map { WindowRetention(memory, seconds: $0) } }
        nothing = .allocate(capacity: 1)
        nothing.initialize(to: .null)
        makeOnly()
    }

    deinit { nothing.deallocate() }

    private func makeOnly() {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        only = plan.isGlobal ? groups.insert(none, KeyHash.hash(none), shown: none) : nil
    }

    // MARK: - Rows in

    /// Takes a joined row that fulfils all conditions.
    func apply(_ row: UnsafePointer<ColumnValue>, weight: Int64) throws(EvaluationFault) {
        if let only {
            try update(only, row, weight)
            return
        }
        guard let window = plan.window else {
            try writeKey(row)
            try update(foundGroup(), row, weight)
            return
        }
        for step in 0..<window.steps {
            plan.rows.windowStep = step
            guard case .temporal(let start) = try plan.rows.value(plan.keys[window.key].root, row) else {
                // A time that is NULL has a group of its own; any other does not lie in so many windows.
                if step == 0 {
                    try writeKey(row)
                    try update(foundGroup(), row, weight)
                    return
                }
                continue
            }
            if let windows, let dropped = windows.admit(start, weight: weight) {
                for group in dropped { try drop(group) }
                if windows.isLate(start) { continue }
            }
            try writeKey(row)
            try update(foundGroup(window: start), row, weight)
        }
    }

    private func writeKey(_ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) {
        key.removeAll()
        shown.removeAll()
        for part in plan.keys {
            let value = try plan.rows.value(part.root, row)
            if let order = part.order, case .text(let text) = value {
                key.append(0x07)
                order.appendKey(text, to: &key)
            } else {
                PackedValue.append(value, to: &key)
            }
            if isShownApart { PackedValue.append(value, to: &shown) }
        }
    }

    @inline(__always)
    private func foundGroup(window: Int64? = nil) -> GroupBlock {
        let hash = KeyHash.hash(key.bytes)
        if let group = groups.find(key.bytes, hash) { return group }
        let group = groups.insert(key.bytes, hash, shown: shown.bytes)
        if let window { windows?.insert(group, window) }
        return group
    }

    @inline(__always)
    private func update(_ group: GroupBlock, _ row: UnsafePointer<ColumnValue>, _ weight: Int64) throws(EvaluationFault)
    {
        try touch(group)
        group.count &+= weight
        if !plan.aggregates.isEmpty { try updateAggregates(group, row, weight) }
    }

    // MARK: - What was touched

    /// Keeps what the group gives before its first change since the last commit.
    @inline(__always)
    private func touch(_ group: GroupBlock) throws(EvaluationFault) {
        if group.mark != 0 { return }
        let start = before.count
        var isGiven = false
        if group.count > 0 || group == only { isGiven = try evaluate(group, sorts: plan.sortsChanges, into: &before) }
        touched.append(Touched(group: group, before: isGiven ? start : -1))
        group.mark = UInt32(truncatingIfNeeded: touched.count)
    }

    func emission(before offset: Int) -> Emission? {
        offset < 0 ? nil : Emission(UnsafeRawBufferPointer(rebasing: before.bytes[offset...]))
    }

    /// What the group gives now; false for nothing.
    func isGiven(_ group: GroupBlock, into out: inout ByteWriter) throws(EvaluationFault) -> Bool {
        guard group.count > 0 || group == only else { return false }
        return try evaluate(group, sorts: plan.sortsChanges, into: &out)
    }

    /// Forgets what was touched, and the groups that have no rows any more.
    func settle() {
        for touched in touched {
            touched.group.mark = 0
            guard touched.group.count == 0, touched.group != only else { continue }
            removeValues(touched.group)
            if let start = windowStart(touched.group) { windows?.remove(touched.group, start) }
            groups.remove(touched.group)
        }
        touched.removeAll(keepingCapacity: touched.count < 1 << 16)
        before.removeAll(keepingCapacityUpTo: Self.beforeBytesMax)
    }

    private func removeValues(_ group: GroupBlock) {
        guard !values.isEmpty else { return }
        withUnsafeBytes(of: group.number.bigEndian) { number in for set in values { set.removeAll(number) } }
    }

    /// Where the group's window begins; nil without one.
    func windowStart(_ group: GroupBlock) -> Int64? {
        guard let window = plan.window else { return nil }
        var cursor = ByteCursor(group.shown(plan.aggregateBytes))
        for _ in 0..<window.key { _ = PackedValue.read(&cursor) }
        guard case .temporal(let start) = PackedValue.read(&cursor) else { return nil }
        return start
    }

    /// A window that is too old: its group gives nothing any more.
    private func drop(_ group: GroupBlock) throws(EvaluationFault) {
        try touch(group)
        group.count = 0
        removeValues(group)
    }

    /// Takes all rows out.
    func truncate() throws(EvaluationFault) {
        var all: [GroupBlock] = []
        groups.forEach { all.append($0) }
        for group in all {
            try drop(group)
            group.aggregates.initializeMemory(as: UInt8.self, repeating: 0, count: plan.aggregateBytes)
        }
    }

    /// Forgets everything, as if nothing had ever been put in.
    func removeAll() {
        groups.removeAll()
        for set in values { set.removeAll() }
        windows?.removeAll()
        touched = []
        before.removeAll(keepingCapacityUpTo: Self.beforeBytesMax)
        makeOnly()
    }

    // MARK: - What groups give

    /// Appends an emission; nothing, and false, where HAVING is not fulfilled.
    func evaluate(_ group: GroupBlock, sorts: Bool, into out: inout ByteWriter) throws(EvaluationFault) -> Bool {
        give(group)
        let program = plan.groups
        if let having = plan.having, try program.verdict(having, nothing) != .isTrue { return false }
        let start = Emission.open(&out, times: plan.isMultiple ? group.count : 1)
        if sorts {
            for ordering in plan.orderings {
                let value = try program.value(ordering.root, nothing)
                SortKey.append(value, ordering.order, isDescending: ordering.isDescending, to: &out)
            }
            if plan.orderings.isEmpty {
                for output in plan.outputs {
                    SortKey.append(try program.value(output.root, nothing), output.order, to: &out)
                }
            }
        }
        let sortEnd = out.count
        for output in plan.outputs { PackedValue.append(try program.value(output.root, nothing), to: &out) }
        Emission.close(&out, start: start, sortEnd: sortEnd)
        return true
    }

    /// Lays the group's key and aggregates out for the program.
    private func give(_ group: GroupBlock) {
        let given = plan.groups.given
        let slots = plan.groups.givenCount
        var cursor = ByteCursor(group.shown(plan.aggregateBytes))
        for slot in plan.keys.indices where slot < slots { given[slot] = PackedValue.read(&cursor) }
        for (index, aggregate) in plan.aggregates.enumerated() where plan.keys.count + index < slots {
            given[plan.keys.count + index] = result(aggregate, group)
        }
    }
}
