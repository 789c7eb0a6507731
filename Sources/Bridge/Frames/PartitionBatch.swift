import CommitLog
import RecordBatch

/// The records that wait for one partition. It lives as long as its connection; full builders go to the compressor
/// and come back empty.
final class PartitionBatch {
    let partition: PartitionID
    var builder: RecordBatchBuilder
    /// True while the open frame holds records of this batch.
    var isOpen = false

    init(partition: PartitionID) {
        self.partition = partition
        builder = RecordBatchBuilder()
    }
}
