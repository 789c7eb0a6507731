import Bytes
import Schema

/// The parts of a flat message that do not depend on its rows, written once per rows event. In fastjson's order, which
/// is that of the names:
///
///     {"data":[…
///     ],"database":"shop","es":1529501823123,"gtid":"…","id":30064775847,"isDdl":false,"mysqlType":{     ← head
///     …},"old":…,"pkNames":["id"],"sql":"","sqlType":{…
///     },"table":"orders","ts":1529501824000,"type":"INSERT"}     ← tail
struct CanalEventText: ~Copyable {
    private var databaseField = ByteWriter(capacity: 64)
    private var tableField = ByteWriter(capacity: 64)
    private var text = ByteWriter(capacity: 256)
    private var headEnd = 0

    init(table: TableDefinition) {
        databaseField.append("],\"database\":")
        databaseField.appendJSON(table.database, escapes: .small)
        tableField.append("},\"table\":")
        tableField.appendJSON(table.table, escapes: .small)
    }

    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[..<headEnd]) }
    var tail: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[headEnd...]) }

    /// False when the GTID is not UTF-8.
    mutating func begin(_ context: EventContext, type: StaticString) -> Bool {
        text.removeAll()
        text.append(databaseField.bytes)
        let isText = text.appendCanalOrigin(context)
        text.append(",\"isDdl\":false,\"mysqlType\":{")
        headEnd = text.count
        text.append(tableField.bytes)
        text.appendCanalTime(context)
        text.append(",\"type\":\"")
        text.append(type)
        text.append("\"}")
        return isText
    }
}

extension ByteWriter {
    /// `,"es":…,"gtid":"…","id":…`; false when the GTID is not UTF-8.
    mutating func appendCanalOrigin(_ context: EventContext) -> Bool {
        append(",\"es\":")
        appendDecimal(context.commitMicroseconds / 1000)
        append(",\"gtid\":\"")
        let isText = context.gtid.map { JSONText.appendUTF8($0, escapes: .small, to: &self) } ?? true
        append("\",\"id\":")
        appendDecimal(Self.canalIdentity(context))
        return isText
    }

    /// `,"ts":…`
    mutating func appendCanalTime(_ context: EventContext) {
        append(",\"ts\":")
        appendDecimal(context.processingMicroseconds / 1000)
    }

    /// Canal counts the batches it reads. Ours grows in the same way, and is the same when an event is read again: the
    /// number of the binlog file × 2³² + the event's position in it.
    private static func canalIdentity(_ context: EventContext) -> UInt64 {
        var file: UInt64 = 0
        var power: UInt64 = 1
        for byte in context.file.reversed() {
            guard byte >= 0x30, byte <= 0x39, power <= 1_000_000_000 else { break }
            file += UInt64(byte - 0x30) * power
            power *= 10
        }
        return (file << 32 &+ context.position) & UInt64(Int64.max)
    }
}
