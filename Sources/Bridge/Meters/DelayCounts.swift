/// Delays counted by size: ten buckets a decade from 100 µs to 10,000 s, so a percentile is right to about a tenth.
public struct DelayCounts: Sendable, Equatable {
    /// Upper bounds of the buckets in microseconds, growing.
    public static let boundsMicroseconds: [Int64] =
        (2...9).flatMap { decade in
            let unit = (0..<decade).reduce(1.0) { unit, _ in unit * 10 }
            return [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8].map { Int64($0 * unit) }
        } + [10_000_000_000]

    /// Delays in each bucket alone; one more than bounds, the last for everything above.
    public private(set) var counts: [Int64]
    /// Sum of all delays in microseconds.
    public private(set) var sumMicroseconds: Int64 = 0
    public private(set) var count: Int64 = 0

    public init() { counts = [Int64](repeating: 0, count: Self.boundsMicroseconds.count + 1) }

    /// Counts one delay; a negative one counts as none.
    public mutating func add(microseconds: Int64) {
        var low = 0
        var high = Self.boundsMicroseconds.count
        while low < high {
            let middle = (low + high) / 2
            if Self.boundsMicroseconds[middle] < microseconds { low = middle + 1 } else { high = middle }
        }
        counts[low] += 1
        count += 1
        sumMicroseconds &+= max(0, microseconds)
    }

    /// Adds what others have counted.
    public mutating func add(_ other: DelayCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sumMicroseconds &+= other.sumMicroseconds
    }

    /// What has come since an earlier state of the same counts.
    public func since(_ earlier: DelayCounts) -> DelayCounts {
        var difference = self
        for index in counts.indices { difference.counts[index] -= earlier.counts[index] }
        difference.count -= earlier.count
        difference.sumMicroseconds &-= earlier.sumMicroseconds
        return difference
    }

    /// The delay that a share of all stays within, in microseconds; nil when nothing was counted. Inside of a bucket
    /// the delays are taken to lie evenly.
    public func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = share * Double(count)
        var below = 0.0
        for (index, bucket) in counts.enumerated() where bucket > 0 {
            let reached = below + Double(bucket)
            if reached >= rank {
                let lower = index == 0 ? 0 : Double(Self.boundsMicroseconds[index - 1])
                guard index < Self.boundsMicroseconds.count else { return lower }
                let upper = Double(Self.boundsMicroseconds[index])
                return lower + (upper - lower) * max(0, rank - below) / Double(bucket)
            }
            below = reached
        }
        return nil
    }
}
