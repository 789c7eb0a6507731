import Bytes

/// What goes with the bytes that a repair cuts off.
public struct LogLoss: Sendable {
    /// The offsets of one partition.
    public struct Partition: Sendable, Equatable {
        /// Topic and partition, as in `orders-3`.
        public let name: String
        public var offsets: ClosedRange<Int64>
    }

    /// Frames that can still be read.
    public private(set) var frames = 0
    /// Records in them.
    public private(set) var records = 0
    /// Bytes that are no frame: what they held cannot be told.
    public private(set) var unreadableBytes: UInt64 = 0
    /// Sorted by name; offsets in unreadable frames are missing here.
    public private(set) var partitions: [Partition] = []
    /// Frames with offsets that consumer groups have committed.
    public private(set) var groupCommits = 0
    /// Topics that were created.
    public private(set) var topics = 0
    /// Sources whose position goes back.
    public private(set) var sources: [String] = []

    init(_ walk: LogWalk) throws(CommitLogError) {
        var offsets: [String: ClosedRange<Int64>] = [:]
        func lose(_ lost: ClosedRange<Int64>, of partition: PartitionID) {
            let name = walk.names.partition(partition)
            let known = offsets[name] ?? lost
            offsets[name] = min(known.lowerBound, lost.lowerBound)...max(known.upperBound, lost.upperBound)
        }
        // A chain is lost as a whole if its end is: also what of it stands before the cut.
        func lose(_ chain: OpenChain) {
            for (partition, part) in chain.partitions { lose(part.begin...part.next - 1, of: partition) }
            records += chain.partitions.values.reduce(0) { $0 + Int($1.next - $1.begin) }
        }
        var unresolved: OpenChain?
        var isFirst = true
        while let step = try walk.next() {
            if isFirst { unresolved = walk.chainAtStart }
            isFirst = false
            switch step {
            case .damage(let damage): unreadableBytes += UInt64(damage.range.count)
            case .frame(let content, _):
                take(content)
                if let ended = walk.chains.ended { lose(ended) }
                if content.chain == unresolved?.id, walk.chains.open == nil { unresolved = nil }
                if content.sourceCheckpoint != nil,
                    let source = walk.names.source(content.header.source), !sources.contains(source)
                {
                    sources.append(source)
                }
                guard content.chain == nil else { continue }
                for entry in content.entries { lose(entry.baseOffset...entry.lastOffset, of: entry.partition) }
            }
        }
        // Its end may stand where nothing can be read.
        if unreadableBytes > 0, let open = walk.chains.open ?? unresolved { lose(open) }
        partitions = offsets.map { Partition(name: $0.key, offsets: $0.value) }.sorted { $0.name < $1.name }
    }

    private mutating func take(_ content: FrameContent) {
        frames += 1
        if content.chain == nil { for entry in content.entries { records += Int(entry.recordCount) } }
        switch FrameKind(rawValue: content.header.kind) {
        case .group: groupCommits += 1
        case .topic: topics += 1
        case .topicChanged:
            var body = ByteCursor(content.checkpoint)
            if case .made? = try? TopicChange(&body) { topics += 1 }
        default: break
        }
    }
}
