/// One decision in the making: from the newest segment to the oldest.
struct RetentionSweep {
    private let policy: RetentionPolicy
    private(set) var decision: RetentionDecision
    private let cutoffs: [Int64]
    private let times: [Int64]
    /// Segments before this one go to keep the queue's limit.
    private let segmentsOverLimit: Int
    private let indexOfSegment: [UInt64: Int]
    /// Bytes of each topic that are kept without protection.
    private var topicBytes: [UInt64]
    private var states: [State]
    private var hasGivenWay: [Bool]
    /// Relocated ranges that were not looked at yet, by partition.
    private var copies: [Int: [RelocatedRange]] = [:]

    private struct State {
        /// Everything before it goes: there are no holes.
        var cutEnd: Int64 = 0
        /// First offset of the oldest thing that is kept.
        var lowestKept = Int64.max
    }

    /// A partition's batches in one segment, or copies of some.
    private struct Unit {
        var partition: Int
        var firstOffset: Int64
        /// After the last one.
        var endOffset: Int64
        var bytes: UInt64
        var time: Int64
        var isOverLimit: Bool
        /// Nil for the active segment.
        var segment: Int?
    }

    init(_ policy: RetentionPolicy) {
        self.policy = policy
        times = RetentionPolicy.times(policy.segments, now: policy.now)
        cutoffs = policy.topics.map { policy.cutoff($0) }
        segmentsOverLimit = policy.segmentsOverLimit
        indexOfSegment = Dictionary(uniqueKeysWithValues: policy.segments.enumerated().map { ($1.start, $0) })
        topicBytes = Array(repeating: 0, count: policy.topics.count)
        states = Array(repeating: State(), count: policy.partitions.count)
        hasGivenWay = Array(repeating: false, count: policy.protections.count)
        for (number, partition) in policy.partitions.enumerated() where !partition.relocated.isEmpty {
            copies[number] = partition.relocated
        }
        decision = RetentionDecision(
            liveBytes: Array(repeating: 0, count: policy.segments.count),
            batchBytes: Array(repeating: 0, count: policy.segments.count),
            times: times,
            partitionBytes: policy.partitions.map(\.activeBytes),
            protections: policy.protections
        )
    }

    mutating func run(_ tables: some SegmentTables) throws(CommitLogError) {
        for partition in policy.partitions { topicBytes[partition.topic] += partition.activeBytes }
        var next = try tables.table(policy.segments.count)
        for index in policy.segments.indices.reversed() {
            let table = try tables.table(index)
            decision.batchBytes[index] = table.bytes.reduce(table.relocatedBytes, &+)
            takeCopies(behind: index) { table.startOffset($0) }
            take(units(of: index, table, next: next))
            next = table
        }
        takeCopies(behind: -1) { _ in 0 }
    }

    /// Judges copies of records whose own segments stood between one that lives and the next. Offsets say where that
    /// was, not times: what a clock said may have been believed then and not now.
    private mutating func takeCopies(behind index: Int, from start: (Int) -> Int64) {
        for (number, ranges) in copies {
            let firstOffset = start(number)
            guard let last = ranges.last, last.firstOffset >= firstOffset else { continue }
            let count = ranges.reversed().prefix { $0.firstOffset >= firstOffset }.count
            for range in ranges.suffix(count).reversed() { take([unit(number, range, behind: index)]) }
            copies[number] = Array(ranges.dropLast(count))
        }
    }

    private func unit(_ number: Int, _ range: RelocatedRange, behind index: Int) -> Unit {
        let latest = index + 1 < times.count ? times[index + 1] : .max
        return Unit(
            partition: number,
            firstOffset: range.firstOffset,
            endOffset: range.lastOffset + 1,
            bytes: range.bytes,
            time: max(min(range.appendTime, latest), index < 0 ? .min + 1 : times[index]),
            isOverLimit: index + 1 < segmentsOverLimit,
            segment: indexOfSegment[range.segment]
        )
    }

    private func units(of index: Int, _ table: SegmentTable, next: SegmentTable) -> [Unit] {
        var units: [Unit] = []
        for number in policy.partitions.indices {
            let bytes = table.byteCount(number)
            if bytes == 0 { continue }
            units.append(
                Unit(
                    partition: number,
                    firstOffset: table.startOffset(number),
                    // Between the two segments others may have stood, whose copies were looked at before.
                    endOffset: min(next.startOffset(number), states[number].lowestKept),
                    bytes: bytes,
                    time: times[index],
                    isOverLimit: index < segmentsOverLimit,
                    segment: index
                )
            )
        }
        return units
    }

    /// Judges what is equally old: a topic's bytes count before and after all of it.
    private mutating func take(_ units: [Unit]) {
        let bytesBefore = units.count == 1 ? [] : topicBytes
        for unit in units {
            let partition = policy.partitions[unit.partition]
            guard unit.endOffset > partition.logStartOffset else { continue }
            let newer = bytesBefore.isEmpty ? topicBytes[partition.topic] : bytesBefore[partition.topic]
            let topic = policy.topics[partition.topic]
            let isKept =
                !unit.isOverLimit && unit.time > cutoffs[partition.topic] && newer < UInt64(clamping: topic.bytes)
                && unit.endOffset > states[unit.partition].cutEnd
            if isKept { topicBytes[partition.topic] += unit.bytes }
            if isKept || isProtected(unit, partition, topic) { keep(unit) } else { cut(unit) }
        }
    }

    private mutating func isProtected(
        _ unit: Unit,
        _ partition: RetentionPolicy.Partition,
        _ topic: RetentionPolicy.Topic
    ) -> Bool {
        guard let protection = topic.protection, let offset = partition.groupOffset, offset < unit.endOffset else {
            return false
        }
        let fits = decision.protections[protection].bytes + unit.bytes <= decision.protections[protection].bytesMax
        if fits && !hasGivenWay[protection] && unit.endOffset > states[unit.partition].cutEnd {
            decision.protections[protection].bytes += unit.bytes
            return true
        }
        hasGivenWay[protection] = true
        decision.protections[protection].lostBytes += unit.bytes
        return false
    }

    private mutating func keep(_ unit: Unit) {
        states[unit.partition].lowestKept = min(states[unit.partition].lowestKept, unit.firstOffset)
        decision.partitionBytes[unit.partition] += unit.bytes
        if let segment = unit.segment { decision.liveBytes[segment] += unit.bytes }
    }

    private mutating func cut(_ unit: Unit) {
        states[unit.partition].cutEnd = max(states[unit.partition].cutEnd, unit.endOffset)
        let id = PartitionID(unit.partition)
        decision.starts[id] = max(decision.starts[id] ?? 0, unit.endOffset)
    }
}
