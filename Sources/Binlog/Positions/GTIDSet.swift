import Bytes

/// A set of MySQL GTIDs: for each server and tag the intervals of numbers, sorted, disjoint and never touching.
public struct GTIDSet: Sendable, Equatable {
    /// The numbers of one server and tag.
    public struct Source: Sendable, Equatable {
        public let uuid: ServerUUID
        public let tag: GTIDTag
        public internal(set) var intervals: [ClosedRange<UInt64>]
    }

    /// Sorted by UUID, then tag (none first); none has no interval.
    public internal(set) var sources: [Source]

    /// The empty set.
    public init() { sources = [] }

    /// True when the set holds no GTID.
    public var isEmpty: Bool { sources.isEmpty }

    /// How many GTIDs the set holds.
    public var count: UInt64 {
        sources.reduce(0) { sum, source in
            source.intervals.reduce(sum) { $0 &+ ($1.upperBound - $1.lowerBound + 1) }
        }
    }

    /// Puts one GTID in. In the usual case, the next number of a known server, nothing is allocated or searched.
    public mutating func add(_ gtid: GTID) {
        add(gtid.number...gtid.number, uuid: gtid.uuid, tag: gtid.tag)
    }

    /// Puts the GTIDs of an interval in, whose numbers are 1 to 2⁶³ − 2.
    public mutating func add(_ interval: ClosedRange<UInt64>, uuid: ServerUUID, tag: GTIDTag = .none) {
        let at = place(of: uuid, tag)
        guard at < sources.count, sources[at].uuid == uuid, sources[at].tag == tag else {
            sources.insert(Source(uuid: uuid, tag: tag, intervals: [interval]), at: at)
            return
        }
        sources[at].add(interval)
    }

    /// Puts all GTIDs of another set in.
    public mutating func formUnion(_ other: GTIDSet) {
        for source in other.sources {
            for interval in source.intervals { add(interval, uuid: source.uuid, tag: source.tag) }
        }
    }

    /// The GTIDs of either set.
    public func union(_ other: GTIDSet) -> GTIDSet {
        var result = self
        result.formUnion(other)
        return result
    }

    /// True when the set holds this GTID.
    public func contains(_ gtid: GTID) -> Bool {
        source(gtid.uuid, gtid.tag)?.contains(gtid.number...gtid.number) ?? false
    }

    /// True when every GTID of this set is in the other.
    public func isSubset(of other: GTIDSet) -> Bool {
        sources.allSatisfy { source in
            guard let theirs = other.source(source.uuid, source.tag) else { return false }
            return source.intervals.allSatisfy { theirs.contains($0) }
        }
    }

    /// The GTIDs of this set that are not in the other.
    public func subtracting(_ other: GTIDSet) -> GTIDSet {
        var result = GTIDSet()
        for source in sources {
            let taken = other.source(source.uuid, source.tag)?.intervals ?? []
            for interval in source.intervals {
                var next = interval.lowerBound
                for hole in taken where hole.upperBound >= next && hole.lowerBound <= interval.upperBound {
                    if hole.lowerBound > next {
                        result.add(next...(hole.lowerBound - 1), uuid: source.uuid, tag: source.tag)
                    }
                    next = hole.upperBound + 1
                }
                if next <= interval.upperBound {
                    result.add(next...interval.upperBound, uuid: source.uuid, tag: source.tag)
                }
            }
        }
        return result
    }

    func source(_ uuid: ServerUUID, _ tag: GTIDTag) -> Source? {
        let at = place(of: uuid, tag)
        return at < sources.count && sources[at].uuid == uuid && sources[at].tag == tag ? sources[at] : nil
    }

    /// Where the source stands, or would have to be put.
    private func place(of uuid: ServerUUID, _ tag: GTIDTag) -> Int {
        var low = 0
        var high = sources.count
        while low < high {
            let middle = (low + high) / 2
            let other = sources[middle]
            if other.uuid < uuid || (other.uuid == uuid && other.tag < tag) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension GTIDSet.Source {
    mutating func add(_ interval: ClosedRange<UInt64>) {
        if let last = intervals.last, interval.lowerBound >= last.lowerBound {
            if interval.lowerBound > last.upperBound + 1 {
                intervals.append(interval)
            } else if interval.upperBound > last.upperBound {
                intervals[intervals.count - 1] = last.lowerBound...interval.upperBound
            }
            return
        }
        let first = firstIndex(touching: interval.lowerBound)
        var lower = interval.lowerBound
        var upper = interval.upperBound
        var end = first
        while end < intervals.count, intervals[end].lowerBound <= upper + 1 {
            lower = min(lower, intervals[end].lowerBound)
            upper = max(upper, intervals[end].upperBound)
            end += 1
        }
        intervals.replaceSubrange(first..<end, with: CollectionOfOne(lower...upper))
    }

    func contains(_ interval: ClosedRange<UInt64>) -> Bool {
        let at = firstIndex(touching: interval.lowerBound + 1)
        return at < intervals.count && intervals[at].lowerBound <= interval.lowerBound
            && intervals[at].upperBound >= interval.upperBound
    }

    /// The first interval that ends at `number` − 1 or later.
    private func firstIndex(touching number: UInt64) -> Int {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound + 1 < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
