/// Offsets of one partition whose batches were copied into a later segment, before the file that held them first was
/// deleted.
struct RelocatedRange: Equatable, Sendable {
    var firstOffset: Int64
    var lastOffset: Int64
    /// Start of the segment that holds the copies.
    var segment: UInt64
    /// When the records were appended at first, at the latest (µs): retention goes by it.
    var appendTime: Int64
    /// The largest timestamp of the copied batches.
    var maxTimestamp: Int64
    /// Of the batches.
    var bytes: UInt64

    /// Neighbours of the same hour are kept as one, so that the list stays short and its times right.
    private static let mergedMicroseconds: Int64 = 3_600_000_000

    /// True if `next` goes on where this one ends, so that both can be one.
    func joins(_ next: RelocatedRange) -> Bool {
        guard segment == next.segment, lastOffset + 1 == next.firstOffset else { return false }
        return appendTime / Self.mergedMicroseconds == next.appendTime / Self.mergedMicroseconds
    }
}

extension [RelocatedRange] {
    /// The range that holds an offset; ranges are sorted and do not overlap.
    func holding(_ offset: Int64) -> RelocatedRange? {
        let index = firstIndex(endingAtOrAfter: offset)
        return index < count && self[index].firstOffset <= offset ? self[index] : nil
    }

    /// The first range that begins after an offset.
    func first(after offset: Int64) -> RelocatedRange? {
        let index = firstIndex(endingAtOrAfter: offset)
        if index < count, self[index].firstOffset > offset { return self[index] }
        return index + 1 < count ? self[index + 1] : nil
    }

    /// Adds newer copies: they stand for what earlier ranges said of the same offsets.
    mutating func insert(_ range: RelocatedRange) {
        var result: [RelocatedRange] = []
        result.reserveCapacity(count + 2)
        var isPlaced = false
        func place(_ one: RelocatedRange) {
            if let last = result.last, last.joins(one) {
                result[result.count - 1].lastOffset = one.lastOffset
                result[result.count - 1].appendTime = Swift.max(last.appendTime, one.appendTime)
                result[result.count - 1].maxTimestamp = Swift.max(last.maxTimestamp, one.maxTimestamp)
                result[result.count - 1].bytes += one.bytes
            } else {
                result.append(one)
            }
        }
        for old in self {
            if old.firstOffset < range.firstOffset {
                place(old.part(to: Swift.min(old.lastOffset, range.firstOffset - 1)))
            }
            if !isPlaced && old.lastOffset >= range.firstOffset {
                place(range)
                isPlaced = true
            }
            if old.lastOffset > range.lastOffset {
                place(old.part(from: Swift.max(old.firstOffset, range.lastOffset + 1)))
            }
        }
        if !isPlaced { place(range) }
        self = result
    }

    /// True if every one of these offsets is in a range.
    func cover(_ offsets: Range<Int64>) -> Bool {
        var next = offsets.lowerBound
        while next < offsets.upperBound {
            guard let range = holding(next) else { return false }
            next = range.lastOffset + 1
        }
        return true
    }

    /// Nothing before `offset` is wanted any more.
    mutating func removeAll(before offset: Int64) { removeAll { $0.lastOffset < offset } }

    private func firstIndex(endingAtOrAfter offset: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].lastOffset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension RelocatedRange {
    /// The offsets from `first` to `last` of it; the bytes are shared out evenly.
    func part(from first: Int64? = nil, to last: Int64? = nil) -> RelocatedRange {
        var part = self
        part.firstOffset = first ?? firstOffset
        part.lastOffset = last ?? lastOffset
        if part == self { return self }
        let whole = Double(lastOffset - firstOffset + 1)
        part.bytes = UInt64(Double(bytes) * Double(part.lastOffset - part.firstOffset + 1) / whole)
        return part
    }
}
