import CommitLog
import KafkaProtocol

/// Why records for one partition are not stored, as their sender is told.
struct ProduceRefusal: Error, Equatable {
    let code: ErrorCode
    let message: String
    /// The record that is wrong, counted from 0, if it is one.
    var record: Int32?

    init(_ code: ErrorCode, _ message: String, record: Int32? = nil) {
        self.code = code
        self.message = message
        self.record = record
    }
}

extension ProduceRefusal {
    /// What kept the log from storing a whole frame. Full queues and disks are told by codes that clients try again after.
    init(_ error: CommitLogError) {
        switch error.code {
        case .busy: self.init(.notEnoughReplicas, error.what)
        case .diskFull: self.init(.storageError, error.what)
        case .invalidArgument: self.init(.invalidRecord, error.what)
        case .notFound: self.init(.unknownTopicOrPartition, error.what)
        default: self.init(.storageError, "the queue takes no records: \(error.what)")
        }
    }

    /// What is wrong with the sequence numbers of a batch.
    init(_ refusal: ProducerRefusal) {
        switch refusal {
        case .fenced(let epoch):
            self.init(.invalidProducerEpoch, "the producer's id is in use with epoch \(epoch), which is newer")
        case .outOfOrder(let expected):
            self.init(.outOfOrderSequenceNumber, "sequence \(expected) of the producer comes next")
        case .alreadyStored:
            self.init(.duplicateSequenceNumber, "the records were stored before, more than five batches ago")
        case .unknownProducer:
            self.init(.unknownProducerID, "nothing is known of the producer any more; it must begin anew")
        }
    }
}

extension ProducedPartition {
    mutating func refuse(_ refusal: ProduceRefusal) {
        errorCode = refusal.code
        errorMessage = refusal.message
        guard let record = refusal.record else { return }
        recordErrors = [
            ProduceRecordError {
                $0.batchIndex = record
                $0.message = refusal.message
            }
        ]
    }
}
