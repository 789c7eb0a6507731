import KafkaProtocol
import RecordBatch

/// Judges what a producer has sent for one partition before it is stored: what is in the log is given to every reader
/// as it is, so nothing may be in it that a reader cannot read.
struct ProducedBatchCheck {
    /// Of the Produce request.
    let version: Int16
    let options: KafkaServer.Options
    /// Milliseconds since 1970.
    let now: Int64

    /// - Parameter bytes: exactly one record batch.
    /// - Throws: what is wrong.
    func run(_ bytes: UnsafeRawBufferPointer) throws(ProduceRefusal) -> RecordBatchHeader {
        guard !bytes.isEmpty else { throw ProduceRefusal(.invalidRecord, "no record batch was sent") }
        guard bytes.count > 16 else {
            throw ProduceRefusal(.corruptMessage, "\(bytes.count) bytes are no record batch")
        }
        // Formats 0 and 1 have it at the same place.
        guard bytes[16] == 2 else {
            throw ProduceRefusal(
                .unsupportedForMessageFormat,
                "record format \(Int8(bitPattern: bytes[16])) is not taken, only 2: use a client of 2017 or later"
            )
        }
        guard bytes.count <= options.producedBatchBytesMax else {
            throw ProduceRefusal(
                .messageTooLarge,
                "a record batch of \(bytes.count) bytes is over the limit of \(options.producedBatchBytesMax)"
            )
        }
        let batch: RecordBatchView
        do throws(RecordBatchError) {
            batch = try RecordBatchView(bytes)
            try batch.verifyChecksum()
        } catch {
            throw ProduceRefusal(.corruptMessage, Self.text(error))
        }
        guard batch.bytes.count == bytes.count else {
            throw ProduceRefusal(.invalidRecord, "more than one record batch was sent for the partition")
        }
        try check(batch.header)
        try checkRecords(batch)
        return batch.header
    }

    private func check(_ header: RecordBatchHeader) throws(ProduceRefusal) {
        guard !header.isTransactional, !header.isControl else {
            throw ProduceRefusal(.invalidRecord, "there are no transactions here: use a producer without them")
        }
        guard header.recordCount > 0, header.lastOffsetDelta == header.recordCount - 1 else {
            throw ProduceRefusal(
                .invalidRecord,
                "a batch of \(header.recordCount) records has last offset delta \(header.lastOffsetDelta)"
            )
        }
        let codec: Compression
        do throws(RecordBatchError) { codec = try header.compression } catch {
            throw ProduceRefusal(.unsupportedCompressionType, Self.text(error))
        }
        guard codec != .zstd || version >= 7 else {
            throw ProduceRefusal(.unsupportedCompressionType, "zstd needs Produce version 7 or later")
        }
        let hasProducer = header.producerID >= 0
        guard header.producerID >= -1, !hasProducer || header.producerEpoch >= 0 && header.baseSequence >= 0 else {
            throw ProduceRefusal(
                .invalidRecord,
                "producer \(header.producerID) with epoch \(header.producerEpoch), sequence \(header.baseSequence)"
            )
        }
        guard !header.hasAppendTime else {
            throw ProduceRefusal(.invalidTimestamp, "producers give records the time of their creation only")
        }
        guard header.maxTimestamp <= now + options.producedAheadMillisecondsMax else {
            throw ProduceRefusal(.invalidTimestamp, "the timestamp \(header.maxTimestamp) lies in the future")
        }
    }

    /// The records must be as many as the header says, one offset apart, and whole.
    private func checkRecords(_ batch: RecordBatchView) throws(ProduceRefusal) {
        var number: Int32 = 0
        do throws(RecordBatchError) {
            var records = try batch.records(using: BatchDecompressor(), bytesMax: options.batchBytesMax)
            while let record = try records.next() {
                guard record.offset &- batch.header.baseOffset == Int64(number) else {
                    throw .malformed("a record out of its place")
                }
                number += 1
            }
        } catch {
            if case .tooLarge = error { throw ProduceRefusal(.messageTooLarge, Self.text(error)) }
            throw ProduceRefusal(.invalidRecord, Self.text(error), record: min(number, batch.header.recordCount - 1))
        }
    }

    /// The remedy in the second line is for files.
    private static func text(_ error: RecordBatchError) -> String {
        String("\(error)".prefix { $0 != "\n" })
    }
}
