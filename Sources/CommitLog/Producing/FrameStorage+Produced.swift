import Bytes

extension FrameStorage {
    /// What the writer has found about one of the batches that a client gave.
    enum ProducedDecision {
        /// It is this entry of the frame.
        case stored(entry: Int)
        case duplicate(baseOffset: Int64)
        /// It stands in a frame that is written together with this one.
        case again(frame: FrameStorage, entry: Int)
        case refused(ProducerRefusal)
    }

    /// A batch as long as the frame has not been laid out.
    func batch(_ index: Int) -> UnsafeRawBufferPointer {
        let start = Int(entries[index].positionInFrame)
        let end = start + Int(entries[index].byteLength)
        guard end <= batches.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: batches.bytes[start..<end])
    }

    /// Takes batches out.
    func keepBatches(_ isKept: [Bool]) {
        var rest = ByteWriter(capacity: max(16, batches.count))
        var kept: [FrameEntry] = []
        for index in entries.indices where isKept[index] {
            var entry = entries[index]
            entry.positionInFrame = UInt32(clamping: rest.count)
            rest.append(batch(index))
            rest.append(repeating: 0, count: aligned(rest.count) - rest.count)
            kept.append(entry)
        }
        batches = rest
        entries = kept
        recordCount = kept.reduce(0) { $0 + Int($1.recordCount) }
    }

    /// What became of the batches, in the order in which they were given; the frame is durable.
    var producedOutcomes: [ProducedOutcome] {
        decisions.map { decision in
            switch decision {
            case .stored(let entry): .stored(baseOffset: entries[entry].baseOffset)
            case .duplicate(let offset): .duplicate(baseOffset: offset)
            case .again(let frame, let entry) where frame.entries.indices.contains(entry):
                .duplicate(baseOffset: frame.entries[entry].baseOffset)
            case .again: .refused(.alreadyStored)
            case .refused(let why): .refused(why)
            }
        }
    }
}
