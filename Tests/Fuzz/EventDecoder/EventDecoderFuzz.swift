import Binlog
import Bytes
import ChangeEvents
import Schema

/// A stream of events as a server could send it: every event is read by the type that reads it, events inside of
/// events too; row events go through the row decoder and the Debezium encoder.
///
///     0  flags: bit 0 MariaDB    1  { type u8, body length u16, body } …
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventDecoder(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    var cursor = ByteCursor(UnsafeRawBufferPointer(start: data, count: size))
    guard let flags = try? cursor.u8() else { return 0 }
    var stream = EventStream(flavour: flags & 1 == 0 ? .mysql : .mariadb)
    while let type = try? cursor.u8(), let length = try? cursor.u16le() {
        let body = (try? cursor.bytes(min(Int(length), cursor.remaining))) ?? cursor.rest()
        let header = EventHeader(
            timestamp: 1_700_000_000, type: EventType(rawValue: type), serverId: 1,
            eventLength: UInt32(19 + body.count), nextPosition: 4711, flags: 0)
        stream.take(EventFrame(header: header, body: body), depth: 0)
    }
    return 0
}

struct EventStream: ~Copyable {
    let flavour: FormatDescriptionEvent.Flavour
    var payload = PayloadReader(eventBytesMax: 1 << 20)
    var inflater = EventInflater(eventBytesMax: 1 << 20)
    var fragments = RowFragments(eventBytesMax: 1 << 20)
    let scratch = RowScratch(rowBytesMax: 1 << 20)
    var tables: [UInt64: Table] = [:]
    var text = ByteWriter()
    /// So that a compressed input does not become a day's work.
    var eventsLeft = 500

    final class Table {
        let plan: RowPlan
        let encoder: DebeziumEncoder?

        init(_ map: TableMapEvent) throws {
            plan = try RowPlan(map)
            let definition = try? TableDefinition(tableMap: map)
            encoder = try definition.map {
                try DebeziumEncoder(
                    table: $0, source: DebeziumSource(version: "1", connector: .mysql, name: "s"), keyColumns: [])
            }
        }
    }

    mutating func take(_ event: EventFrame, depth: Int) {
        guard eventsLeft > 0, depth < 3 else { return }
        eventsLeft -= 1
        _ = (try? event.header.treatment)
        do { try decode(event, depth: depth) } catch {
            // An error is an answer, and so are its words.
            if let error = error as? BinlogError { blackHole(error.description.count + error.remedy.count) }
        }
    }

    private mutating func decode(_ event: EventFrame, depth: Int) throws {
        switch event.header.type {
        case .transactionPayload:
            try payload.begin(event)
            while let inner = try payload.next() { take(inner, depth: depth + 1) }
        case .mariaDBPartialRows:
            if let whole = try fragments.append(event) { take(whole, depth: depth + 1) }
        case let type where type.inflated != nil: take(try inflater.inflate(event), depth: depth + 1)
        case .tableMap:
            let map = try TableMapEvent(event, flavour: flavour)
            blackHole(TableMapFingerprint(try TableMapHeader(event)).matches(try TableMapHeader(event)) ? 1 : 0)
            tables[map.tableId] = try Table(map)
        case let type where type.isRows: try decodeRows(try RowsEvent(event))
        case .query, .executeLoadQuery: blackHole(try QueryEvent(event).isXA ? 1 : 0)
        case .rotate: blackHole(try RotateEvent(event).next.description.count)
        case .xid: blackHole(Int(truncatingIfNeeded: try XidEvent(event).xid))
        case .gtid, .anonymousGTID, .gtidTagged: blackHole(try GTIDEvent(event).gtid?.description.count ?? 0)
        case .previousGTIDs: blackHole(try PreviousGTIDsEvent(event).gtids.description.count)
        case .mariaDBGTID: blackHole(try MariaDBGTIDEvent(event).gtid.description.count)
        case .mariaDBGTIDList: blackHole(try MariaDBGTIDListEvent(event).gtids.count)
        case .heartbeat, .heartbeatV2: blackHole(try HeartbeatEvent(event).reached.description.count)
        case .rowsQuery, .mariaDBAnnotateRows: blackHole(try RowsQueryEvent(event).statement.count)
        case .incident: blackHole(try IncidentEvent(event).message.count)
        case .xaPrepare: blackHole(try XAPrepareEvent(event).xid.global.count)
        case .formatDescription: blackHole(try wholeFormatDescription(event).serverVersion.count)
        default: break
        }
    }

    private func wholeFormatDescription(_ event: EventFrame) throws -> FormatDescriptionEvent {
        var whole = ByteWriter()
        whole.appendLE(UInt32(0))
        whole.append(event.header.type.rawValue)
        whole.appendLE(UInt32(1))
        whole.appendLE(UInt32(19 + event.body.count))
        whole.appendLE(UInt32(4))
        whole.appendLE(UInt16(0))
        whole.append(event.body)
        return try FormatDescriptionEvent(event: whole.bytes)
    }

    private mutating func decodeRows(_ rows: RowsEvent) throws {
        guard let table = tables[rows.tableId] else { return }
        let count = table.plan.columnCount
        let images = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 2 * count)
        defer { images.deallocate() }
        var decoder = try RowDecoder(rows, plan: table.plan, scratch: scratch)
        while try decoder.next(before: images, after: images + count) {
            let before = rows.operation == .insert ? nil : images
            let after = rows.operation == .delete ? nil : images + count
            for image in [before, after].compactMap({ $0 }) { for index in 0..<count { touch(image[index]) } }
            guard let encoder = table.encoder else { continue }
            text.removeAll(keepingCapacityUpTo: 1 << 20)
            let operation: ChangeEvents.Operation = before == nil ? .create : after == nil ? .delete : .update
            try? encoder.appendValue(operation: operation, before: before, after: after, rowIndex: 0, into: &text)
        }
    }

    /// Reads every byte of a value: a view beyond its memory is found by the sanitizer.
    private mutating func touch(_ value: ColumnValue) {
        switch value {
        case .bytes(let bytes), .json(let bytes), .geometry(let bytes), .bit(let bytes):
            blackHole(bytes.reduce(0) { $0 &+ Int($1) })
        case .decimal(let decimal):
            text.removeAll()
            try? decimal.append(to: &text)
        default: break
        }
    }
}

nonisolated(unsafe) private var sink = 0

@inline(never)
private func blackHole(_ value: Int) { sink = sink &+ value }
