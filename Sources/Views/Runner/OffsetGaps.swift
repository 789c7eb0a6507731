/// Offsets of one partition that were passed over while its records were read in the order of the log: relocation may
/// have put them further behind.
struct OffsetGaps {
    private(set) var ranges: [Range<Int64>] = []

    var isEmpty: Bool { ranges.isEmpty }

    mutating func add(_ range: Range<Int64>) { if !range.isEmpty { ranges.append(range) } }

    mutating func removeAll() { ranges = [] }

    /// Takes out the offsets of a batch.
    /// - Returns: false when it is none of those that are missing.
    mutating func fill(_ batch: ClosedRange<Int64>) -> Bool {
        let place = ranges.firstIndex { $0.lowerBound <= batch.lowerBound && batch.upperBound < $0.upperBound }
        guard let place else { return false }
        let old = ranges.remove(at: place)
        add(old.lowerBound..<batch.lowerBound)
        add(batch.upperBound + 1..<old.upperBound)
        return true
    }

    /// Forgets what retention has taken.
    mutating func forget(before start: Int64) {
        ranges = ranges.compactMap { $0.upperBound <= start ? nil : max($0.lowerBound, start)..<$0.upperBound }
    }
}
