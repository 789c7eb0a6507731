/// Gives a text's primary weights one after another, ignorable characters left out.
struct WeightReader {
    private var reader: UTF8Reader
    private let weights: UnicodeWeights
    /// Weights of the last character that are still to come.
    private var pending: UnsafePointer<UInt16>?
    private var pendingCount = 0
    private var second: UInt16 = 0

    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, _ weights: UnicodeWeights) {
        reader = UTF8Reader(text)
        self.weights = weights
    }

    /// The next weight; 0 at the end.
    @inline(__always)
    mutating func next() -> UInt16 {
        if pendingCount > 0, let weight = pending?.pointee {
            pending = pending?.successor()
            pendingCount -= 1
            return weight
        }
        if second != 0 {
            defer { second = 0 }
            return second
        }
        while !reader.isAtEnd {
            let point = reader.next()
            if !weights.contractions.isEmpty, let found = weights.contractions.longest(from: point, &reader) {
                guard let weight = begin(found.weights, found.count) else { continue }
                return weight
            }
            let entry = weights.entry(point)
            if let single = entry.single { return single }
            if entry.isImplicit {
                let (first, rest) = weights.implicit(point)
                second = rest
                return first
            }
            if let weight = begin(weights.lists + entry.offset, entry.count) { return weight }
        }
        return 0
    }

    /// The first of several weights; nil when there are none.
    private mutating func begin(_ list: UnsafePointer<UInt16>, _ count: Int) -> UInt16? {
        guard count > 0 else { return nil }
        pending = list + 1
        pendingCount = count - 1
        return list.pointee
    }
}
