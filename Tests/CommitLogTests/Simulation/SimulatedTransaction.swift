import Bytes
import Glibc

@testable import CommitLog

/// One transaction of a simulated source. The same seed, source and number give the same one, so that a replay sends
/// what was sent before.
struct SimulatedTransaction {
    struct Batch {
        let topic: Int
        let partition: Int
        let records: Int
        let payloadBytes: Int
        let timestamp: Int64
    }

    static let partitionsPerTopic = 3
    private static let preparedLifeMax = 15

    let seed: UInt64
    let source: SourceID
    let number: Int
    private(set) var batches: [Batch] = []
    /// Changes of the source's definitions; the value is the transaction's number.
    private(set) var definitions: [(key: String, value: [UInt8])] = []
    /// Sizes of the parts that an XA PREPARE brings; empty for any other transaction.
    private(set) var preparedParts: [Int] = []
    /// Numbers of prepared transactions that this one commits or rolls back.
    private(set) var resolves: [Int] = []

    init(seed: UInt64, source: SourceID, number: Int, topicsMax: Int, usesPrepared: Bool) {
        self.seed = seed
        self.source = source
        self.number = number
        var generator = Self.generator(seed, source, number)
        if let producer = SimulatedProducer.number(source) {
            batches = [SimulatedProducer.batch(producer, number, using: &generator)]
            return
        }
        let kind = generator.below(20)
        // Some are filtered: nothing but a position.
        let count = kind < 3 ? 0 : 1 + generator.below(3)
        let topics = min(topicsMax, 1 + number / 8)
        for _ in 0..<count {
            let size = generator.below(40)
            batches.append(
                Batch(
                    topic: generator.below(topics),
                    partition: generator.below(Self.partitionsPerTopic),
                    records: 1 + generator.below(4),
                    payloadBytes: size == 0
                        ? generator.below(9000) : size < 6 ? generator.below(1500) : generator.below(120),
                    timestamp: Int64(number * 10 + generator.below(60))
                )
            )
        }
        if kind >= 17 {
            let key = "k\(generator.below(4))"
            definitions = [(key, generator.below(5) == 0 ? [] : Array("\(number)".utf8))]
        }
        guard usesPrepared else { return }
        if Self.isPrepare(seed, source, number) != nil {
            preparedParts = (0..<1 + generator.below(3)).map { _ in generator.below(300) }
        }
        for earlier in max(0, number - Self.preparedLifeMax)..<number
        where Self.isPrepare(seed, source, earlier) == number - earlier { resolves.append(earlier) }
    }

    /// After how many transactions a prepared one is resolved; nil for one that is none.
    private static func isPrepare(_ seed: UInt64, _ source: SourceID, _ number: Int) -> Int? {
        var generator = Self.generator(seed &+ 77, source, number)
        return generator.below(14) == 0 ? 1 + generator.below(preparedLifeMax) : nil
    }

    private static func generator(_ seed: UInt64, _ source: SourceID, _ number: Int) -> SeededGenerator {
        var generator = SeededGenerator(seed: seed &* 31 &+ UInt64(source) &* 1_000_003 &+ UInt64(number) &* 7919)
        _ = generator.next()
        return generator
    }

    /// The name of the XA transaction that this one prepares.
    static func xid(_ number: Int) -> [UInt8] { Array("x\(number)".utf8) }

    /// Bytes of a part of what it prepares.
    func preparedPart(_ part: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number &* 3 &+ part), count: preparedParts[part])
    }

    static let batchHead = BatchHeader.size + 12

    /// Bytes of a batch in the log.
    func length(ofBatch index: Int) -> Int { Self.batchHead + batches[index].payloadBytes }

    /// A record batch that says where it belongs, with a right checksum and base offset 0.
    func writeBatch(_ index: Int, into writer: inout ByteWriter) {
        let start = writer.count
        let batch = batches[index]
        writer.appendBE(0 as Int64)
        writer.appendBE(Int32(length(ofBatch: index) - 12))
        writer.appendBE(0 as Int32)
        writer.append(2)
        writer.appendBE(0 as UInt32)
        writer.appendBE(0 as UInt16)
        writer.appendBE(Int32(batch.records - 1))
        writer.appendBE(batch.timestamp)
        writer.appendBE(batch.timestamp)
        SimulatedProducer.writeHeader(source, number, into: &writer)
        writer.appendBE(Int32(batch.records))
        writer.appendLE(source)
        writer.appendLE(UInt32(number))
        writer.appendLE(UInt32(index))
        writer.append(repeating: UInt8(truncatingIfNeeded: number &* 7 &+ index), count: batch.payloadBytes)
        let crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: writer.bytes[(start + 21)...]))
        writer.patchBE(crc, at: start + 17)
    }
}

extension SimulatedTransaction {
    /// One frame for transactions that follow each other.
    static func frame(
        _ log: CommitLog,
        _ transactions: [SimulatedTransaction],
        topics: [Int: TopicDefinition],
        batches: [(transaction: Int, index: Int)]? = nil,
        hasCheckpoint: Bool = true
    ) -> PendingFrame {
        var frame = log.makeFrame()
        frame.source = transactions[0].source
        let all = transactions.indices.flatMap { number in
            transactions[number].batches.indices.map { (transaction: number, index: $0) }
        }
        for (number, index) in batches ?? all {
            let batch = transactions[number].batches[index]
            guard let topic = topics[batch.topic] else { continue }
            frame.appendBatch(
                partition: topic.partitions[batch.partition],
                recordCount: batch.records,
                maxTimestamp: batch.timestamp
            ) { transactions[number].writeBatch(index, into: &$0) }
        }
        guard hasCheckpoint else { return frame }
        for transaction in transactions {
            for number in transaction.resolves { frame.resolve(preparedXID: xid(number)) }
            if !transaction.preparedParts.isEmpty {
                frame.putInForce(
                    preparedXID: xid(transaction.number),
                    parts: UInt32(transaction.preparedParts.count)
                )
            }
        }
        let bytes = ConsecutiveCheckpoints.bytes(transactions[0].number, transactions[transactions.count - 1].number)
        frame.writeCheckpoint(definitions: transactions.flatMap(\.definitions)) { $0.append(bytes) }
        return frame
    }

    /// Gives the parts of what they prepare to the log: before their frame.
    static func appendPrepared(_ log: CommitLog, _ transactions: [SimulatedTransaction]) throws(CommitLogError) {
        for transaction in transactions {
            for part in transaction.preparedParts.indices {
                try log.appendPrepared(
                    source: transaction.source,
                    xid: xid(transaction.number),
                    part: UInt32(part),
                    bytes: transaction.preparedPart(part)
                )
            }
        }
    }

    func frame(_ log: CommitLog, topics: [Int: TopicDefinition]) -> PendingFrame {
        Self.frame(log, [self], topics: topics)
    }
}

/// Which transactions a checkpoint covers; the source's state is the same form. Folding one in fails unless it follows
/// the last: a transaction that comes twice, or never, stops the log.
struct ConsecutiveCheckpoints: CheckpointMerging {
    struct NotConsecutive: Error {
        let state: Int
        let first: Int
    }

    static func bytes(_ first: Int, _ last: Int) -> [UInt8] {
        var writer = ByteWriter(capacity: 16)
        writer.appendLE(UInt64(first))
        writer.appendLE(UInt64(last))
        return Array(writer.bytes)
    }

    /// Number of the last transaction; -1 for none.
    static func last(_ state: [UInt8]?) -> Int {
        guard let state, state.count == 16 else { return -1 }
        return state.withUnsafeBytes { Int(UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))) }
    }

    func merge(_ state: [UInt8], with checkpoint: [UInt8]) throws -> [UInt8] {
        let first = checkpoint.withUnsafeBytes { Int(UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))) }
        guard first == Self.last(state) + 1 else { throw NotConsecutive(state: Self.last(state), first: first) }
        return checkpoint
    }
}
