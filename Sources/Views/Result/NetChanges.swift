import Bytes
import Glibc

/// Adds up what came and went of packed rows, so that what comes and goes again leaves nothing. Emptied, it keeps its
/// memory.
struct NetChanges: ~Copyable {
    private struct Change {
        let hash: UInt64
        let start: Int
        let length: Int
        var times: Int64
    }

    private var rows = ByteWriter(capacity: 4096)
    /// In the order in which the rows were first met.
    private var changes: [Change] = []
    /// Open addressing: 1 + the place in `changes`, or 0.
    private var slots = [UInt32](repeating: 0, count: 64)

    /// More memory than this is given back after a commit.
    private static let rowBytesMax = 1 << 20
    private static let slotsMax = 1 << 16

    mutating func add(_ row: UnsafeRawBufferPointer, _ times: Int64) {
        let hash = KeyHash.hash(row)
        if (changes.count + 1) * 2 > slots.count { grow() }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if changes[place].hash == hash, isEqual(changes[place], row) {
                changes[place].times += times
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(changes.count + 1)
        changes.append(Change(hash: hash, start: rows.count, length: row.count, times: times))
        rows.append(row)
    }

    private func isEqual(_ change: Change, _ row: UnsafeRawBufferPointer) -> Bool {
        guard change.length == row.count, let one = rows.bytes.baseAddress, let other = row.baseAddress else {
            return change.length == row.count
        }
        return memcmp(one + change.start, other, row.count) == 0
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (place, change) in changes.enumerated() {
            var slot = Int(truncatingIfNeeded: change.hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(place + 1)
        }
    }

    /// Gives each row that changed, in the order in which the rows were first met.
    func forEach(_ body: (UnsafeRawBufferPointer, Int64) -> Void) {
        for change in changes where change.times != 0 {
            body(
                UnsafeRawBufferPointer(rebasing: rows.bytes[change.start..<(change.start + change.length)]),
                change.times)
        }
    }

    mutating func removeAll() {
        if slots.count > Self.slotsMax {
            slots = [UInt32](repeating: 0, count: 64)
        } else if !changes.isEmpty {
            slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
        changes.removeAll(keepingCapacity: changes.count <= Self.slotsMax)
        rows.removeAll(keepingCapacityUpTo: Self.rowBytesMax)
    }
}
