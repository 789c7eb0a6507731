import Expressions

/// Which windows are too old: those that begin longer ago than the retention before the newest one that was seen.
final class WindowRetention {
    private let microseconds: Int64
    /// Start of the window (8 bytes, in order) · the group's place in memory (8).
    private let starts: OrderedCounts
    /// Microseconds since 1970.
    private(set) var newest: Int64?
    private(set) var lateRows = 0
    /// When the row at hand was committed, in microseconds since 1970; nil when it is not known.
    var commitTime: Int64?

    /// Local time is at most so far ahead of UTC, and at most so far behind it: a DATETIME does not name its zone.
    private static let zoneAheadMax: Int64 = 14 * 3_600_000_000
    private static let zoneBehindMax: Int64 = 12 * 3_600_000_000

    init(_ memory: StateMemory, seconds: Int64) {
        microseconds = seconds.multipliedReportingOverflow(by: 1_000_000).overflow ? .max / 2 : seconds * 1_000_000
        starts = OrderedCounts(memory)
    }

    private var oldest: Int64? { newest.map { $0.subtractingReportingOverflow(microseconds).partialValue } }

    /// Takes notice of a row in the window that starts there.
    ///
    /// - Returns: the groups that have become too old; nil when there is nothing to look at.
    func admit(_ start: Int64, weight: Int64) -> [GroupBlock]? {
        guard let start = PackedMoment.linear(start) else { return nil }
        let moment = believable(start)
        guard let newest, moment <= newest else {
            self.newest = moment
            return drop()
        }
        guard isLate(linear: start) else { return nil }
        lateRows += 1
        return []
    }

    /// A row that is dated ahead of its own commit, by mistake or as a plan, does not make everything before it old.
    private func believable(_ start: Int64) -> Int64 {
        guard let commitTime, start - commitTime > Self.zoneAheadMax else { return start }
        return commitTime - Self.zoneBehindMax
    }

    func isLate(_ start: Int64) -> Bool { PackedMoment.linear(start).map { isLate(linear: $0) } ?? false }

    private func isLate(linear start: Int64) -> Bool { oldest.map { start < $0 } ?? false }

    private func drop() -> [GroupBlock] {
        var groups: [GroupBlock] = []
        starts.forEach { key, _ in
            let start = Int64(bitPattern: UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) ^ 1 << 63)
            guard isLate(linear: start) else { return false }
            let address = UInt(key.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            if let memory = UnsafeMutableRawPointer(bitPattern: address) { groups.append(GroupBlock(memory: memory)) }
            return true
        }
        return groups
    }

    func insert(_ group: GroupBlock, _ start: Int64) { count(group, start, 1) }

    /// Takes a group out that has no rows.
    func remove(_ group: GroupBlock, _ start: Int64) { count(group, start, -1) }

    private func count(_ group: GroupBlock, _ start: Int64, _ weight: Int64) {
        guard let linear = PackedMoment.linear(start) else { return }
        let words = ((UInt64(bitPattern: linear) ^ 1 << 63).bigEndian, UInt64(UInt(bitPattern: group.memory)))
        withUnsafeBytes(of: words) { _ = starts.add($0, weight) }
    }

    func removeAll() {
        starts.removeAll()
        newest = nil
        lateRows = 0
    }

    /// After a restart.
    func restore(newest: Int64?, lateRows: Int) {
        self.newest = newest
        self.lateRows = lateRows
    }

    var listBytes: Int { starts.listBytes }
}
