import Bytes

/// The parts of a change event that do not depend on its row, written once per rows event:
///
///     ,"source":{"version":…,"pos":4711,"row":     ← head
///     ,"thread":7,"query":null},"transaction":null,"op":"     ← middle
///     ","ts_ms":…,"ts_us":…,"ts_ns":…}     ← tail
///
/// With transaction metadata the middle ends with `"transaction":{"id":"…","total_order":`. With schemas the tail ends
/// with one brace more.
struct SourceBlock: ~Copyable {
    /// What begins `begin`'s text and never changes: up to `"ts_ms":`.
    private var opening = ByteWriter(capacity: 128)
    private var databaseField = ByteWriter(capacity: 64)
    private var tableField = ByteWriter(capacity: 64)
    private var text = ByteWriter(capacity: 1024)
    private var headEnd = 0
    private var middleEnd = 0

    private let closing: StaticString

    /// - Parameter table: nil for a statement about a database.
    init(source: DebeziumSource, database: String, table: String?, schemas: Bool) {
        closing = schemas ? "}}" : "}"
        opening.append(",\"source\":{\"version\":")
        opening.appendJSON(source.version)
        opening.append(",\"connector\":")
        opening.appendJSON(source.connector.rawValue)
        opening.append(",\"name\":")
        opening.appendJSON(source.name)
        opening.append(",\"ts_ms\":")
        databaseField.append(",\"db\":")
        databaseField.appendJSON(database)
        databaseField.append(",\"sequence\":null,\"ts_us\":")
        tableField.append(",\"table\":")
        if let table { tableField.appendJSON(table) } else { tableField.append("null") }
        tableField.append(",\"server_id\":")
    }

    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[..<headEnd]) }
    var middle: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[headEnd..<middleEnd]) }
    var tail: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[middleEnd...]) }

    /// False when the file name, the GTID or the transaction's id is not UTF-8.
    mutating func begin(_ context: EventContext, transaction: UnsafeRawBufferPointer?) -> Bool {
        text.removeAll()
        var isText = true
        append(opening.bytes, context.commitMicroseconds / 1000)
        text.append(snapshotField(context.snapshot))
        append(databaseField.bytes, context.commitMicroseconds)
        append(",\"ts_ns\":", context.commitMicroseconds &* 1000)
        append(tableField.bytes, Int64(context.serverID))
        if let gtid = context.gtid {
            text.append(",\"gtid\":\"")
            isText = JSONText.appendUTF8(gtid, to: &text)
            text.append("\",\"file\":\"")
        } else {
            text.append(",\"gtid\":null,\"file\":\"")
        }
        isText = JSONText.appendUTF8(context.file, to: &text) && isText
        append("\",\"pos\":", Int64(truncatingIfNeeded: context.position))
        text.append(",\"row\":")
        headEnd = text.count

        if let thread = context.thread {
            append(",\"thread\":", Int64(thread))
        } else {
            text.append(",\"thread\":null")
        }
        if let query = context.query {
            text.append(",\"query\":\"")
            appendQuery(query)
            text.append("\"},\"transaction\":")
        } else {
            text.append(",\"query\":null},\"transaction\":")
        }
        if let transaction {
            text.append("{\"id\":\"")
            isText = JSONText.appendUTF8(transaction, to: &text) && isText
            text.append("\",\"total_order\":")
        } else {
            text.append("null,\"op\":\"")
        }
        middleEnd = text.count

        append("\",\"ts_ms\":", context.processingMicroseconds / 1000)
        append(",\"ts_us\":", context.processingMicroseconds)
        append(",\"ts_ns\":", context.processingMicroseconds &* 1000)
        text.append(closing)
        return isText
    }

    /// A statement is in the character set of its client, which the event does not name. It is there to be read by
    /// people: what is no UTF-8 becomes U+FFFD and stops nothing.
    private mutating func appendQuery(_ query: UnsafeRawBufferPointer) {
        let start = text.count
        if JSONText.appendUTF8(query, to: &text) { return }
        text.truncate(to: start)
        var repaired = String(decoding: query, as: UTF8.self)
        _ = repaired.withUTF8 { JSONText.appendUTF8(UnsafeRawBufferPointer($0), to: &text) }
    }

    @inline(__always)
    private mutating func append(_ label: StaticString, _ number: Int64) {
        append(UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount), number)
    }

    @inline(__always)
    private mutating func append(_ label: UnsafeRawBufferPointer, _ number: Int64) {
        text.append(label)
        // A sign and 19 digits.
        var out = DigitOutput(text.freeSpace(20))
        out.decimal(number)
        text.commit(upTo: out.at)
    }

    private func snapshotField(_ marker: SnapshotMarker) -> StaticString {
        switch marker {
        case .none: ",\"snapshot\":\"false\""
        case .ongoing: ",\"snapshot\":\"true\""
        case .first: ",\"snapshot\":\"first\""
        case .firstInDataCollection: ",\"snapshot\":\"first_in_data_collection\""
        case .lastInDataCollection: ",\"snapshot\":\"last_in_data_collection\""
        case .last: ",\"snapshot\":\"last\""
        case .incremental: ",\"snapshot\":\"incremental\""
        }
    }
}
