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
        while let step = try walk.next() {
            switch step {
            case .damage(let damage): unreadableBytes += UInt64(damage.range.count)
            case .frame(let content, _):
                take(content)
                if !content.entries.isEmpty || content.header.kind == FrameKind.checkpoint.rawValue,
                    let source = walk.names.source(content.header.source), !sources.contains(source)
                {
                    sources.append(source)
                }
                for entry in content.entries {
                    let name = walk.names.partition(entry.partition)
                    let known = offsets[name] ?? entry.baseOffset...entry.lastOffset
                    offsets[name] = min(known.lowerBound, entry.baseOffset)...max(known.upperBound, entry.lastOffset)
                }
            }
        }
        partitions = offsets.map { Partition(name: $0.key, offsets: $0.value) }.sorted { $0.name < $1.name }
    }

    private mutating func take(_ content: FrameContent) {
        frames += 1
        for entry in content.entries { records += Int(entry.recordCount) }
        switch FrameKind(rawValue: content.header.kind) {
        case .group: groupCommits += 1
        case .topic: topics += 1
        default: break
        }
    }
}
