import Bytes

/// STATE's section 9, there only when there are idempotent producers; little-endian.
///
///     count u32; each: partitionId u32, producerId i64, epoch i16, batches u16 (1 to 5), appendTime i64 µs,
///                      batches × (baseOffset i64, firstSequence i32, recordCount i32), oldest first
extension ProducerStates {
    func write(into writer: inout ByteWriter) {
        writer.appendLE(UInt32(states.count))
        for (key, state) in states.sorted(by: { $0.key < $1.key }) {
            writer.appendLE(key.partition)
            writer.appendLE(key.producer)
            writer.appendLE(state.epoch)
            writer.appendLE(UInt16(state.batches.count))
            writer.appendLE(state.appendTime)
            for batch in state.batches {
                writer.appendLE(batch.baseOffset)
                writer.appendLE(batch.firstSequence)
                writer.appendLE(batch.recordCount)
            }
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        self.init()
        for _ in 0..<(try cursor.count32(ofSize: 40)) {
            let at = cursor.offset
            let key = ProducerKey(partition: try cursor.u32le(), producer: try cursor.i64le())
            let epoch = Int16(bitPattern: try cursor.u16le())
            let count = Int(try cursor.u16le())
            let appendTime = try cursor.i64le()
            guard key.producer >= 0, epoch >= 0, 1...ProducerState.batchesMax ~= count, states[key] == nil else {
                throw .malformed("a producer that cannot be", at: at)
            }
            var batches: [ProducerState.Batch] = []
            for _ in 0..<count {
                let batch = ProducerState.Batch(
                    baseOffset: try cursor.i64le(),
                    firstSequence: try cursor.i32le(),
                    recordCount: try cursor.i32le()
                )
                guard batch.baseOffset >= 0, batch.firstSequence >= 0, batch.recordCount > 0 else {
                    throw .malformed("a producer's batch that cannot be", at: at)
                }
                batches.append(batch)
            }
            set(key, ProducerState(epoch: epoch, appendTime: appendTime, batches: batches))
        }
    }
}

extension LogState {
    /// Takes over what the batches of a durable PRODUCED frame say of their producers.
    mutating func noteProducers(
        _ entries: [FrameEntry],
        appendTime: Int64,
        batch: (FrameEntry) -> UnsafeRawBufferPointer
    ) {
        // A topic may have been deleted while the batch was on its way.
        for entry in entries where isLiving(entry.partition) {
            guard let producer = BatchProducer(batch(entry)) else { continue }
            producers.note(
                producer,
                partition: entry.partition,
                baseOffset: entry.baseOffset,
                appendTime: appendTime
            )
        }
    }
}
