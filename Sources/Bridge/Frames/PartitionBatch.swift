import CommitLog
import RecordBatch

/// The records that wait for one partition. It lives as long as its connection; when it is closed, its records go to
/// the compressor in another builder.
final class PartitionBatch {
    let partition: PartitionID
    let builder = RecordBatchBuilder()
    /// True while the open frame holds records of this batch.
    var isOpen = false

    init(partition: PartitionID) { self.partition = partition }
}
