import Bytes
import Expressions

/// Makes the result's changes out of those of the groups.
final class ViewResult {
    private let grouping: Grouping
    private let merged: MergedRows?
    private let top: TopRows?
    private var now = ByteWriter(capacity: 1024)
    /// Of the commit at hand.
    private(set) var changes = NetChanges()
    private(set) var rowCount = 0
    /// Rows that are there fewer than no times, over all groups that changed.
    private(set) var missingRows: Int64 = 0

    init(_ grouping: Grouping) {
        self.grouping = grouping
        let plan = grouping.plan
        merged = plan.mergesGroups ? MergedRows(grouping.memory, orders: plan.outputs.map(\.order)) : nil
        top = plan.limit.map { TopRows(grouping.memory, limit: $0) }
    }

    var listBytes: Int { (merged?.listBytes ?? 0) + (top?.listBytes ?? 0) }

    /// Compares every touched group with what it gave before, and settles all.
    func commit() throws(EvaluationFault) {
        changes.removeAll()
        for touched in grouping.touched {
            now.removeAll()
            let isGiven = try grouping.isGiven(touched.group, into: &now)
            if touched.group.count < 0 { missingRows -= touched.group.count }
            let old = grouping.emission(before: touched.before)
            let new = isGiven ? Emission(now.bytes) : nil
            if let old, let new, old.bytes.isEqual(to: new.bytes) { continue }
            if let old { take(old, -old.times) }
            if let new { take(new, new.times) }
        }
        top?.commit(&changes)
        grouping.settle()
        changes.forEach { rowCount += Int($1) }
    }

    private func take(_ emission: Emission, _ times: Int64) {
        guard let merged else {
            show(emission, times)
            return
        }
        merged.add(emission, times) { show($0, $1) }
    }

    private func show(_ emission: Emission, _ times: Int64) {
        if let top { top.add(emission, times) } else { changes.add(emission.row, times) }
    }

    /// The packed rows in their order.
    func rows() throws(EvaluationFault) -> [(row: [UInt8], times: Int64)] {
        if let top { return top.shown }
        var rows: [(sort: [UInt8], row: [UInt8], times: Int64)] = []
        func take(_ emission: Emission) {
            rows.append((Array(emission.sortKey), Array(emission.row), emission.times))
        }
        if let merged {
            merged.forEach(take)
        } else {
            try grouping.groups.forEach { group throws(EvaluationFault) in
                guard group.count > 0 || group == grouping.only else { return }
                now.removeAll()
                if try grouping.evaluate(group, sorts: true, into: &now) { take(Emission(now.bytes)) }
            }
        }
        rows.sort { one, other in
            if one.sort != other.sort { return one.sort.lexicographicallyPrecedes(other.sort) }
            return one.row.lexicographicallyPrecedes(other.row)
        }
        return rows.map { ($0.row, $0.times) }
    }

    /// Makes the result anew out of the groups, as at a start.
    func rebuild() throws(EvaluationFault) {
        merged?.removeAll()
        top?.removeAll()
        rowCount = 0
        changes.removeAll()
        try grouping.groups.forEach { group throws(EvaluationFault) in
            now.removeAll()
            guard try grouping.isGiven(group, into: &now) else { return }
            let emission = Emission(now.bytes)
            if merged == nil, top == nil {
                rowCount += Int(emission.times)
            } else {
                take(emission, emission.times)
            }
        }
        top?.commit(&changes)
        changes.forEach { rowCount += Int($1) }
        changes.removeAll()
    }

    func restore(missingRows: Int64) { self.missingRows = missingRows }
}
