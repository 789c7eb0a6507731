import Binlog
import Bytes
import ChangeEvents
import CommitLog
import RecordBatch
import Schema

/// Writes changes of orders and buyers into a log as the bridge does.
struct LogFiller {
    private let log: CommitLog
    private let source: SourceID
    private let orderEncoder: DebeziumEncoder
    private let buyerEncoder: DebeziumEncoder
    private let partitions: [[PartitionID]]
    private let builders: [[RecordBatchBuilder]]
    private let compressor = BatchCompressor()
    private var value = Value()
    private var gathered = 0
    private var records = 0
    private var isFirstFrame = true
    private static let frameBytes = 4 << 20

    /// A buffer that can stand in a copyable struct.
    private final class Value {
        var bytes = ByteWriter(capacity: 1024)
    }

    init(_ log: CommitLog, source: String) throws {
        self.log = log
        self.source = try log.registerSource(named: source)
        let origin = DebeziumSource(version: "1", connector: .mariadb, name: source)
        orderEncoder = try DebeziumEncoder(table: orders, source: origin, keyColumns: [0])
        buyerEncoder = try DebeziumEncoder(table: buyers, source: origin, keyColumns: [0])
        let properties = ["source": source, "format": "debezium", "key": "primary"]
        partitions = [
            try log.createTopic(name: "\(source).shop.orders", partitions: 8, properties: properties).partitions,
            try log.createTopic(name: "\(source).shop.buyers", partitions: 1, properties: properties).partitions,
        ]
        builders = partitions.map { $0.map { _ in RecordBatchBuilder() } }
        let file = Array("binlog.000001".utf8)
        for encoder in [orderEncoder, buyerEncoder] {
            try file.withUnsafeBytes {
                try encoder.begin(
                    EventContext(
                        serverID: 1, gtid: $0, file: $0, position: 4711, commitMicroseconds: 1_700_000_000_000_000,
                        thread: 17, processingMicroseconds: 1_700_000_000_500_000))
            }
        }
    }

    mutating func addBuyer(_ buyer: Int) throws {
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 2)
        defer { values.deallocate() }
        var text = "Province \(buyer % 31)"
        try text.withUTF8 {
            values[0] = .unsigned(UInt64(buyer))
            values[1] = .bytes(UnsafeRawBufferPointer($0))
            try append(buyerEncoder, .create, nil, UnsafePointer(values), builders[1][0])
        }
    }

    /// Inserts rows, then updates some at random: `changes` row images.
    mutating func addOrders(rows: Int, groups: Int, changes: Int) throws {
        let (before, after) = (Order(), Order())
        var versions = [UInt32](repeating: 0, count: rows)
        func set(_ order: Order, _ row: Int) {
            let word = mixed(UInt64(row) << 32 | UInt64(versions[row]))
            order.set(
                id: UInt64(row), buyer: word % UInt64(groups), status: UInt16(word >> 40 & 0xFF) % 3 + 1,
                cents: word >> 48)
        }
        for row in 0..<rows {
            set(after, row)
            try append(orderEncoder, .create, nil, UnsafePointer(after.values), builders[0][row % 8])
        }
        for change in 0..<changes / 2 {
            let row = Int(mixed(UInt64(change)) % UInt64(rows))
            set(before, row)
            versions[row] += 1
            set(after, row)
            try append(
                orderEncoder, .update, UnsafePointer(before.values), UnsafePointer(after.values), builders[0][row % 8])
        }
    }

    private mutating func append(
        _ encoder: DebeziumEncoder, _ operation: Operation, _ before: UnsafePointer<ColumnValue>?,
        _ after: UnsafePointer<ColumnValue>, _ builder: RecordBatchBuilder
    ) throws {
        value.bytes.removeAll()
        try encoder.appendKey(row: after, into: &value.bytes)
        let keyEnd = value.bytes.count
        try encoder.appendValue(operation: operation, before: before, after: after, rowIndex: 0, into: &value.bytes)
        let all = value.bytes.bytes
        builder.append(
            timestampMilliseconds: 1_700_000_000_000, key: UnsafeRawBufferPointer(rebasing: all[..<keyEnd]),
            value: UnsafeRawBufferPointer(rebasing: all[keyEnd...]))
        gathered += all.count
        records += 1
        if gathered >= Self.frameBytes { try flush() }
    }

    private mutating func flush() throws {
        gathered = 0
        var frame = log.makeFrame()
        frame.source = source
        for (topic, builders) in builders.enumerated() {
            for (partition, builder) in builders.enumerated() where !builder.isEmpty {
                let count = Int(builder.recordCount)
                try frame.appendBatch(
                    partition: partitions[topic][partition], recordCount: count, maxTimestamp: builder.maxTimestamp
                ) { (out) throws(RecordBatchError) in _ = try builder.seal(codec: .lz4, using: compressor, into: &out) }
            }
        }
        let definitions = isFirstFrame ? [orders.record, buyers.record].map { (key: $0.key, value: $0.value) } : []
        isFirstFrame = false
        frame.writeCheckpoint(definitions: definitions) { $0.append(1) }
        try log.append(frame)
    }

    /// Hands the rest over and waits until all is visible.
    /// - Returns: how many records there are.
    mutating func finish() throws -> Int {
        try flush()
        while true {
            let visible = partitions.joined().reduce(0) { $0 + Int(log.partitionState($1)?.highWatermark ?? 0) }
            if visible == records { return records }
            _ = log.waitForSourceState(source, milliseconds: 10)
        }
    }
}
