/// The last passwords that were found right, as keyed hashes; the oldest goes when there are too many.
struct RecentLogins {
    private let countMax: Int
    private var known: Set<[UInt8]> = []
    private var order: [[UInt8]] = []
    /// Place of the oldest once `order` is full.
    private var oldest = 0

    init(countMax: Int) { self.countMax = countMax }

    func contains(_ key: [UInt8]) -> Bool { known.contains(key) }

    mutating func insert(_ key: [UInt8]) {
        guard countMax > 0, known.insert(key).inserted else { return }
        guard order.count == countMax else { return order.append(key) }
        known.remove(order[oldest])
        order[oldest] = key
        oldest = (oldest + 1) % countMax
    }
}
