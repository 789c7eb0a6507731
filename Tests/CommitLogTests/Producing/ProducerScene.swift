import Bytes
import Testing

@testable import CommitLog

/// A batch of an idempotent producer.
struct TestBatch {
    var partition: PartitionID = 0
    var producer: Int64 = 7
    var epoch: Int16 = 0
    var sequence: Int32 = 0
    var records = 1
    var payload: [UInt8] = [1, 2, 3]

    /// Without a right checksum: the log does not look at it.
    var bytes: [UInt8] {
        let plain = makeBatch(records: records, payload: payload)
        return plain.withUnsafeBytes { plain in
            var writer = ByteWriter()
            writer.append(UnsafeRawBufferPointer(rebasing: plain[..<43]))
            writer.appendBE(producer)
            writer.appendBE(epoch)
            writer.appendBE(sequence)
            writer.append(UnsafeRawBufferPointer(rebasing: plain[57...]))
            return Array(writer.bytes)
        }
    }
}

/// Answers of a log, in the order in which they came. Used by one thread: the log is driven step by step.
final class ProduceAnswers: @unchecked Sendable {
    private(set) var all: [Result<[ProducedOutcome], CommitLogError>] = []
    func add(_ result: Result<[ProducedOutcome], CommitLogError>) { all.append(result) }

    var outcomes: [ProducedOutcome] { all.flatMap { (try? $0.get()) ?? [] } }

    var errors: [CommitLogError.Code] {
        all.compactMap { if case .failure(let error) = $0 { error.code } else { nil } }
    }
}

extension SmallDisk {
    /// Gives one frame to the log, without a turn of the writer.
    func send(_ log: CommitLog, _ batches: [TestBatch], to answers: ProduceAnswers) {
        var frame = log.makeFrame()
        for batch in batches {
            batch.bytes.withUnsafeBytes {
                frame.appendBatch(
                    partition: batch.partition, recordCount: batch.records, maxTimestamp: 0, bytes: $0)
            }
        }
        log.produce(frame) { answers.add($0) }
    }

    /// What becomes of the batches, each in a frame of its own.
    func produce(_ log: CommitLog, _ batches: TestBatch...) -> [ProducedOutcome] {
        let answers = ProduceAnswers()
        for batch in batches { send(log, [batch], to: answers) }
        settle(log)
        #expect(answers.all.count == batches.count, "each frame is answered once")
        return answers.outcomes
    }
}
