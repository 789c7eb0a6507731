import Binlog
import Bytes
import Schema

/// Statements as a binlog could hold them, one after the other through one tracker; what it would store is restored
/// into another.
///
///     0  flags: bit 0 MariaDB, 1 ANSI_QUOTES, 2 NO_BACKSLASH_ESCAPES, 3 ORACLE, 4 latin1, 5 sjis
///     1  statements, 0 between them
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDDL(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let flags = data[0]
    let flavour: FormatDescriptionEvent.Flavour = flags & 1 == 0 ? .mysql : .mariadb
    let tracker = SchemaTracker(flavour: flavour) { _ in true }
    let restored = SchemaTracker(flavour: flavour) { _ in true }
    let text = UnsafeRawBufferPointer(start: data + 1, count: size - 1)
    var mode: UInt64 = 0
    if flags & 2 != 0 { mode |= 4 }
    if flags & 4 != 0 { mode |= 1 << 20 }
    if flags & 8 != 0 { mode |= 1 << 9 }
    let collation: UInt16 = flags & 16 != 0 ? 8 : flags & 32 != 0 ? 13 : 45
    for statement in text.split(separator: 0, maxSplits: 50) {
        var body = ByteWriter()
        body.append(repeating: 0, count: 8)
        body.append(2)
        body.appendLE(UInt16(0))
        body.appendLE(UInt16(1 + 8 + 1 + 6))
        body.append(1)
        body.appendLE(mode)
        body.append(4)
        body.appendLE(collation)
        body.appendLE(collation)
        body.appendLE(UInt16(45))
        body.append(utf8: "db")
        body.append(0)
        body.append(UnsafeRawBufferPointer(rebasing: statement))
        let header = EventHeader(
            timestamp: 0, type: .query, serverId: 1, eventLength: UInt32(19 + body.count), nextPosition: 0, flags: 0)
        guard let event = try? QueryEvent(EventFrame(header: header, body: body.bytes)) else { continue }
        let version = flavour == .mysql ? "9.7.4" : "10.11.19-MariaDB"
        if let applied = tracker.apply(event, serverVersion: version) {
            blackHole(applied.changes.count + applied.sql.count)
        }
        if DDLReach(event, flavour: flavour, serverVersion: version) == .nothing { blackHole(1) }
        restored.restore(tracker.takeRecords())
    }
    return 0
}

nonisolated(unsafe) private var sink = 0

@inline(never)
private func blackHole(_ value: Int) { sink = sink &+ value }
