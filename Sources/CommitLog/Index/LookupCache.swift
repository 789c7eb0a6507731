import Threads

/// A part of one partition's batches in one sealed segment, as it was read from the index file.
final class IndexChunk: @unchecked Sendable {
    // Unchecked: `isUsed` is touched under the cache's lock alone; the rest is constant.
    let segment: Segment
    let partition: PartitionID
    /// Not empty.
    let entries: [IndexEntry]
    let isLastOfRun: Bool
    fileprivate var isUsed = true

    init(segment: Segment, partition: PartitionID, entries: [IndexEntry], isLastOfRun: Bool) {
        self.segment = segment
        self.partition = partition
        self.entries = entries
        self.isLastOfRun = isLastOfRun
    }

    func holds(_ offset: Int64) -> Bool {
        guard let first = entries.first, let last = entries.last else { return false }
        return offset >= first.baseOffset && offset <= last.lastOffset
    }

    fileprivate var byteCount: Int { 160 + entries.count * MemoryLayout<IndexEntry>.stride }
}

/// The parts of index files that readers are in at the moment: who reads on finds the next batches without a search and
/// without a system call. Bounded in bytes; second chance as in `FileCache`.
final class LookupCache: Sendable {
    fileprivate struct State {
        var chunks: [PartitionID: [IndexChunk]] = [:]
        var round: [IndexChunk] = []
        var hand = 0
        var bytes = 0
    }

    private let state = ConditionLock(State())
    private let bytesMax: Int
    /// Places in one partition that are remembered: more are looked through in vain.
    private static let chunksPerPartitionMax = 64

    init(bytesMax: Int = 8 << 20) { self.bytesMax = bytesMax }

    func chunk(_ partition: PartitionID, holding offset: Int64) -> IndexChunk? {
        state.withLock { state in
            guard let found = state.chunks[partition]?.last(where: { $0.holds(offset) }) else { return nil }
            found.isUsed = true
            return found
        }
    }

    func add(_ chunk: IndexChunk) {
        state.withLock { state in
            if let crowd = state.chunks[chunk.partition], crowd.count >= Self.chunksPerPartitionMax {
                state.drop(at: state.round.firstIndex { $0 === crowd[0] } ?? 0)
            }
            while state.bytes + chunk.byteCount > bytesMax, !state.round.isEmpty {
                state.hand %= state.round.count
                if state.round[state.hand].isUsed {
                    state.round[state.hand].isUsed = false
                    state.hand += 1
                } else {
                    state.drop(at: state.hand)
                }
            }
            state.bytes += chunk.byteCount
            state.round.append(chunk)
            state.chunks[chunk.partition, default: []].append(chunk)
        }
    }

    /// The segment is being deleted.
    func removeAll(of segment: Segment) {
        state.withLock { state in
            for index in state.round.indices.reversed() where state.round[index].segment === segment {
                state.drop(at: index)
            }
        }
    }

    var byteCount: Int { state.withLock { $0.bytes } }
}

extension LookupCache.State {
    fileprivate mutating func drop(at index: Int) {
        let chunk = round[index]
        // The order of the round is of no matter.
        round.swapAt(index, round.count - 1)
        round.removeLast()
        bytes -= chunk.byteCount
        chunks[chunk.partition]?.removeAll { $0 === chunk }
        if chunks[chunk.partition]?.isEmpty == true { chunks[chunk.partition] = nil }
    }
}
