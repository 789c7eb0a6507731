import Bytes
import Schema

/// The parts of a change event that do not depend on its row, written once per rows event:
///
///     ,"source":{"version":…,"pos":4711,"row":     ← head
///     ,"thread":7,"query":null},"transaction":null,"op":"     ← middle
///     ","ts_ms":…,"ts_us":…,"ts_ns":…}     ← tail
struct SourceBlock: ~Copyable {
    /// What begins `begin`'s text and never changes: up to `"ts_ms":`.
    private var opening = ByteWriter(capacity: 128)
    private var databaseField = ByteWriter(capacity: 64)
    private var tableField = ByteWriter(capacity: 64)
    private var text = ByteWriter(capacity: 1024)
    private var headEnd = 0
    private var middleEnd = 0

    init(source: DebeziumSource, table: TableDefinition) {
        opening.append(",\"source\":{\"version\":")
        opening.appendJSON(source.version)
        opening.append(",\"connector\":")
        opening.appendJSON(source.connector.rawValue)
        opening.append(",\"name\":")
        opening.appendJSON(source.name)
        opening.append(",\"ts_ms\":")
        databaseField.append(",\"db\":")
        databaseField.appendJSON(table.database)
        databaseField.append(",\"sequence\":null,\"ts_us\":")
        tableField.append(",\"table\":")
        tableField.appendJSON(table.table)
        tableField.append(",\"server_id\":")
    }

    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[..<headEnd]) }
    var middle: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[headEnd..<middleEnd]) }
    var tail: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[middleEnd...]) }

    /// False when the file name or the GTID is not UTF-8.
    mutating func begin(_ context: EventContext) -> Bool {
        text.removeAll()
        text.append(opening.bytes)
        text.appendDecimal(context.commitMicroseconds / 1000)
        text.append(",\"snapshot\":\"")
        text.append(utf8: context.snapshot.rawValue)
        text.append("\"")
        text.append(databaseField.bytes)
        text.appendDecimal(context.commitMicroseconds)
        text.append(",\"ts_ns\":")
        text.appendDecimal(context.commitMicroseconds &* 1000)
        text.append(tableField.bytes)
        text.appendDecimal(UInt64(context.serverID))
        text.append(",\"gtid\":")
        var isText = true
        if let gtid = context.gtid {
            text.append(UInt8(ascii: "\""))
            isText = JSONText.appendUTF8(gtid, to: &text)
            text.append("\",\"file\":\"")
        } else {
            text.append("null,\"file\":\"")
        }
        isText = JSONText.appendUTF8(context.file, to: &text) && isText
        text.append("\",\"pos\":")
        text.appendDecimal(context.position)
        text.append(",\"row\":")
        headEnd = text.count

        text.append(",\"thread\":")
        if let thread = context.thread { text.appendDecimal(UInt64(thread)) } else { text.append("null") }
        text.append(",\"query\":null},\"transaction\":null,\"op\":\"")
        middleEnd = text.count

        text.append("\",\"ts_ms\":")
        text.appendDecimal(context.processingMicroseconds / 1000)
        text.append(",\"ts_us\":")
        text.appendDecimal(context.processingMicroseconds)
        text.append(",\"ts_ns\":")
        text.appendDecimal(context.processingMicroseconds &* 1000)
        text.append("}")
        return isText
    }
}

extension ByteWriter {
    /// A string with its quotation marks. Not for the hot path.
    mutating func appendJSON(_ string: String) {
        append(0x22)
        var string = string
        // A Swift string is always well-formed UTF-8.
        _ = string.withUTF8 { JSONText.appendUTF8(UnsafeRawBufferPointer($0), to: &self) }
        append(0x22)
    }
}
