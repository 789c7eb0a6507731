import Binlog
import Bytes
import ChangeEvents
import Schema

/// The Notify database's orders table, and one row of it.
struct OrdersFixture: ~Copyable {
    static let table = TableDefinition(
        database: "notify", table: "orders",
        columns: [
            ColumnDefinition(name: "id", type: .longlong, isNullable: false),
            ColumnDefinition(name: "user_id", type: .long, isUnsigned: true, isNullable: false),
            ColumnDefinition(name: "amount", type: .newDecimal, metadata: 10 << 8 | 2),
            ColumnDefinition(name: "created", type: .dateTime2, metadata: 3),
            ColumnDefinition(name: "updated", type: .timestamp2, metadata: 3),
            ColumnDefinition(name: "province", type: .varchar, metadata: 40, collation: 45),
            ColumnDefinition(name: "status", type: .enumeration, collation: 45, members: ["NEW", "PAID"]),
            ColumnDefinition(name: "body", type: .varchar, metadata: 1000, collation: 255),
        ],
        primaryKey: [0])

    static let source = DebeziumSource(version: "0.1.0", connector: .mysql, name: "trade")

    /// Memory that the row's values point into.
    let texts: UnsafeMutableRawBufferPointer
    let row: UnsafeMutablePointer<ColumnValue>

    init(id: Int64 = 1001, status: UInt16 = 2, body: String = "say \"hi\"\n") {
        let decimal: [UInt8] = [0x80, 0x00, 0x00, 0x7B, 0x2D]
        let province = Array("Zhejiang".utf8)
        let body = Array(body.utf8)
        texts = .allocate(byteCount: 5 + 8 + body.count, alignment: 1)
        texts.copyBytes(from: decimal + province + body)
        let bytes = UnsafeRawBufferPointer(texts)
        row = .allocate(capacity: 8)
        let values: [ColumnValue] = [
            .signed(id), .unsigned(7),
            .decimal(PackedDecimal(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<5]), precision: 10, scale: 2)),
            .dateTime(
                CivilDateTime(
                    date: CivilDate(year: 2018, month: 6, day: 20), hour: 13, minute: 37, second: 3,
                    microsecond: 123_000)),
            .timestamp(seconds: 1_529_501_823, microseconds: 123_000),
            .bytes(UnsafeRawBufferPointer(rebasing: bytes[5..<13])),
            .enumeration(status),
            .bytes(UnsafeRawBufferPointer(rebasing: bytes[13...])),
        ]
        for (index, value) in values.enumerated() { (row + index).initialize(to: value) }
    }

    var pointer: UnsafePointer<ColumnValue> { UnsafePointer(row) }

    deinit {
        texts.deallocate()
        row.deallocate()
    }
}

extension ByteWriter {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Runs `body` with a context whose GTID and file name are the texts given.
func withContext(
    gtid: String? = "0-1-42", file: String = "binlog.000007", thread: UInt32? = nil,
    _ body: (EventContext) throws -> Void
) rethrows {
    let name = Array(file.utf8)
    try name.withUnsafeBytes { name in
        let context = EventContext(
            serverID: 1, gtid: nil, file: name, position: 4711, commitMicroseconds: 1_529_501_823_123_456,
            thread: thread, processingMicroseconds: 1_529_501_824_000_001)
        guard let gtid else { return try body(context) }
        try Array(gtid.utf8).withUnsafeBytes {
            var context = context
            context.gtid = $0
            try body(context)
        }
    }
}
