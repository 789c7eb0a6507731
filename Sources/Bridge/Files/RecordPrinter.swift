import Bytes
import CommitLog
import RecordBatch
import Schema

/// The end of `leat decode`: hands out the values of records, those of all tables in one order.
///
/// The records of a transaction are held back until it ends, because it may be rolled back; a large one goes early.
final class RecordPrinter: FrameSink {
    private let print: (UnsafeRawBufferPointer) throws -> Void
    /// One for all topics, which keeps the order of the binlog.
    private let batch = PartitionBatch(partition: 0)
    private let compressor = BatchCompressor()
    private let decompressor = BatchDecompressor()
    /// Whole batches, one after another.
    private var held = ByteWriter(capacity: 1 << 20)
    private var failure: (any Error)?
    /// Bytes of a transaction's records that are held back.
    private static let heldBytesMax = 64 << 20

    init(print: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.print = print }

    var isFree: Bool { true }

    func batches(ofTopic name: String, partitions: Int, properties: [String: String]) -> [PartitionBatch] { [batch] }

    func push(_ builder: RecordBatchBuilder, of partition: PartitionID) throws(BridgeError) {
        do throws(RecordBatchError) {
            _ = try builder.seal(codec: .none, using: compressor, into: &held)
        } catch { throw BridgeError(what: "a batch cannot be laid out: \(error)", remedy: "report this as a bug") }
        if held.count > Self.heldBytesMax { handOut() }
    }

    var preparedStore: (any PreparedStore)? { nil }

    func endFrame(_ checkpoint: SourceCheckpoint, _ changes: [PreparedChange], definitions: [SchemaRecord]) {
        handOut()
    }

    func discardFrame() { held.removeAll() }

    /// Throws what `print` threw.
    func rethrow() throws { if let failure { throw failure } }

    private func handOut() {
        defer { held.removeAll() }
        guard failure == nil else { return }
        var rest = held.bytes
        do {
            while !rest.isEmpty {
                let view = try RecordBatchView(rest)
                var records = try view.records(using: decompressor, bytesMax: .max)
                while let record = try records.next() {
                    if let value = record.value { try print(value) }
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[view.bytes.count...])
            }
        } catch { failure = error }
    }
}
