import CommitLog
import RecordBatch
import Schema

/// Where the decoder's batches and frames go: to the log, or to a command's output. It is called for each batch and
/// frame, never for a row.
protocol FrameSink: AnyObject {
    /// True when a frame handed over now would be on its way at once.
    var isFree: Bool { get }

    /// Takes the records of a batch of the current frame out of their builder.
    func push(_ builder: RecordBatchBuilder, of partition: PartitionID) throws(BridgeError)

    /// Comes right before `endFrame`: the moments on the frame's way so far.
    func frameEnds(_ times: FrameTimes)

    /// Ends the current frame; `checkpoint` is the position after its last whole transaction, `changes` what it does
    /// to prepared XA transactions, `definitions` what was learnt of tables since the last frame.
    func endFrame(
        _ checkpoint: SourceCheckpoint, _ changes: [PreparedChange], definitions: [SchemaRecord]
    ) throws(BridgeError)

    /// Where prepared XA transactions wait; nil where they wait in memory.
    var preparedStore: (any PreparedStore)? { get }

    /// Forgets the current frame.
    func discardFrame()

    /// What gathers the records of a topic, a batch for each partition in order; the topic is made if it is not there.
    /// - Throws: `CommitLogError` when it is there with other partitions or properties.
    func batches(ofTopic name: String, partitions: Int, properties: [String: String]) throws -> [PartitionBatch]
}

extension FrameSink {
    func frameEnds(_ times: FrameTimes) {}
}

extension FrameCompressor: FrameSink {
    var preparedStore: (any PreparedStore)? { self }

    func batches(ofTopic name: String, partitions: Int, properties: [String: String]) throws -> [PartitionBatch] {
        try log.createTopic(name: name, partitions: partitions, properties: properties).partitions.map {
            PartitionBatch(partition: $0)
        }
    }
}
