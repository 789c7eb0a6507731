import CommitLog
import RecordBatch

/// The records that wait for one partition. It lives as long as its connection and keeps its memory.
final class PartitionBatch {
    let partition: PartitionID
    let builder = RecordBatchBuilder()
    /// True while the open frame holds records of this batch.
    var isOpen = false

    init(partition: PartitionID) { self.partition = partition }
}
