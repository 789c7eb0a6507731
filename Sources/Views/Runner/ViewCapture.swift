import CommitLog

/// Which partitions of the log a view reads, and what is known of their offsets.
struct ViewCapture {
    /// A partition that the view reads.
    struct Place {
        let topic: Int
        /// Offset of the next record that has not been seen.
        var next: Int64
        var gaps = OffsetGaps()
    }

    private let log: CommitLog
    /// Names of the topics.
    let topics: [String]
    /// By partition number: index into `places`, or −1.
    private var index: [Int32] = []
    private(set) var places: [Place] = []
    private(set) var partitions: [PartitionID] = []

    init(_ log: CommitLog, topics: [String]) {
        self.log = log
        self.topics = topics
        refresh()
    }

    /// The place of a partition; nil for one that the view does not read.
    @inline(__always)
    mutating func place(of partition: PartitionID) -> Int? {
        if Int(partition) >= index.count { refresh() }
        guard Int(partition) < index.count, index[Int(partition)] >= 0 else { return nil }
        return Int(index[Int(partition)])
    }

    /// Takes topics over that were made since.
    mutating func refresh() {
        let all = log.topics()
        let count = Int(all.flatMap(\.partitions).max().map { $0 + 1 } ?? 0)
        while index.count < count { index.append(-1) }
        for topic in all {
            guard let number = topics.firstIndex(of: topic.name) else { continue }
            for id in topic.partitions where index[Int(id)] < 0 {
                index[Int(id)] = Int32(places.count)
                places.append(Place(topic: number, next: 0))
                partitions.append(id)
            }
        }
    }

    /// Sets what a checkpoint has stored.
    mutating func set(_ partition: PartitionID, next: Int64) {
        if let place = place(of: partition) { places[place].next = next }
    }

    /// Reading begins, or begins again behind segments that are gone.
    /// - Returns: false when records were missed that can stand nowhere else; asked where there is a state to lose.
    mutating func begin(_ start: TailStart, isWhole: Bool) -> Bool {
        refresh()
        for place in places.indices {
            let next = start.nextOffsets[partitions[place]] ?? 0
            guard next > places[place].next else { continue }
            if isWhole { return false }
            places[place].gaps.add(places[place].next..<next)
            places[place].next = next
        }
        return true
    }

    /// What is to be done with a batch.
    enum Verdict { case apply, pass, missed }

    /// Takes note of a batch.
    mutating func take(_ entry: FrameEntry, at place: Int, isCopy: Bool) -> Verdict {
        let offsets = entry.baseOffset...entry.lastOffset
        if isCopy { return places[place].gaps.isEmpty ? .pass : places[place].gaps.fill(offsets) ? .apply : .pass }
        guard offsets.lowerBound >= places[place].next else { return .pass }
        defer { places[place].next = entry.lastOffset + 1 }
        return offsets.lowerBound == places[place].next ? .apply : .missed
    }

    /// Notes offsets as missing that were passed over.
    mutating func addGap(_ place: Int, _ range: Range<Int64>) { places[place].gaps.add(range) }

    /// Nothing before this place of a topic's partitions counts any more.
    mutating func forgetGaps(ofTopic topic: Int) {
        for place in places.indices where places[place].topic == topic { places[place].gaps.removeAll() }
    }

    /// True when records that were passed over, or taken by retention, are missing in what was read.
    var isIncomplete: Bool {
        places.indices.contains { place in
            let start = log.partitionState(partitions[place])?.logStartOffset ?? 0
            return start > 0 || !places[place].gaps.isEmpty
        }
    }
}
