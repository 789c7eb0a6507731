import Bytes
import Schema

/// The parts of a Maxwell message that do not depend on its row, written once per rows event:
///
///     {"database":"shop","table":"orders","query":"…","type":"     ← head
///     ","ts":1529501823,"xid":23396     ← middle
///     ,"position":"…","gtid":"…","server_id":1,"thread_id":7,"push_ts":…     ← tail
struct MaxwellEventText: ~Copyable {
    /// What never changes: up to the table's name.
    private var opening = ByteWriter(capacity: 64)
    private var text = ByteWriter(capacity: 512)
    private var headEnd = 0
    private var middleEnd = 0
    /// What the rows' UUIDs are made of, where there is no key.
    private(set) var identity = RowIdentity()

    init(table: TableDefinition) {
        opening.append("{\"database\":")
        opening.appendJSON(table.database)
        opening.append(",\"table\":")
        opening.appendJSON(table.table)
    }

    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[..<headEnd]) }
    var middle: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[headEnd..<middleEnd]) }
    var tail: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[middleEnd...]) }

    /// False when the file name, the GTID or the statement is not UTF-8.
    mutating func begin(_ context: EventContext, options: MaxwellOptions) -> Bool {
        identity = RowIdentity(context)
        text.removeAll(keepingCapacityUpTo: 1 << 16)
        text.append(opening.bytes)
        var isText = true
        if options.rowQuery, let query = context.query {
            isText = appendQuery(query, lengthMax: options.rowQueryLengthMax)
        }
        text.append(",\"type\":\"")
        headEnd = text.count
        text.append("\",\"ts\":")
        text.appendDecimal(context.commitMicroseconds / 1_000_000)
        if options.commitInfo, let xid = context.xid { append(",\"xid\":", xid) }
        middleEnd = text.count
        if options.binlogPosition {
            isText = text.appendMaxwellPosition(context) && isText
        }
        if options.gtidPosition { isText = text.appendMaxwellGTID(context) && isText }
        if options.serverID { append(",\"server_id\":", UInt64(context.serverID)) }
        if options.threadID, let thread = context.thread { append(",\"thread_id\":", UInt64(thread)) }
        if options.pushTimestamp { appendPushTimestamp(context.processingMicroseconds) }
        return isText
    }

    private mutating func append(_ label: StaticString, _ number: UInt64) {
        text.append(label)
        text.appendDecimal(number)
    }

    /// Seconds with the fraction's digits up to the last that is not zero, at least one.
    private mutating func appendPushTimestamp(_ microseconds: Int64) {
        append(",\"push_ts\":", (microseconds / 1_000_000).magnitude)
        var fraction = (microseconds % 1_000_000).magnitude
        var width = 6
        while width > 1, fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        text.append(0x2E)
        text.appendDecimal(fraction, width: width)
    }

    private mutating func appendQuery(_ query: UnsafeRawBufferPointer, lengthMax: Int) -> Bool {
        text.append(",\"query\":\"")
        let end = lengthMax > 0 ? Self.prefixEnd(of: query, lengthMax: lengthMax) : query.count
        let isText = JSONText.appendUTF8(UnsafeRawBufferPointer(rebasing: query[..<end]), to: &text)
        text.append(0x22)
        return isText
    }

    /// Where the first `lengthMax` UTF-16 code units end; a pair of them is not cut in two.
    private static func prefixEnd(of query: UnsafeRawBufferPointer, lengthMax: Int) -> Int {
        var left = lengthMax
        for index in query.indices where query[index] & 0xC0 != 0x80 {
            left -= query[index] >= 0xF0 ? 2 : 1
            if left < 0 { return index }
        }
        return query.count
    }
}

extension ByteWriter {
    /// `,"position":"binlog.000007:4711"`; false when the file name is not UTF-8.
    mutating func appendMaxwellPosition(_ context: EventContext) -> Bool {
        append(",\"position\":\"")
        let isText = JSONText.appendUTF8(context.file, to: &self)
        append(0x3A)
        appendDecimal(context.position)
        append(0x22)
        return isText
    }

    /// `,"gtid":"0-1-42"`, or null; false when it is not UTF-8.
    mutating func appendMaxwellGTID(_ context: EventContext) -> Bool {
        guard let gtid = context.gtid else {
            append(",\"gtid\":null")
            return true
        }
        append(",\"gtid\":\"")
        let isText = JSONText.appendUTF8(gtid, to: &self)
        append(0x22)
        return isText
    }
}
