import Binlog
import MySQLSource
import Schema

/// The DDL between the place that is being read and the end of the source's binlog: what INFORMATION_SCHEMA says now is
/// only true of the rows here if nothing there has changed their table.
///
/// The binlog is read over a connection of its own. Each part is read once in a session, whatever is asked.
final class DDLAhead {
    /// A statement that changed something, and where.
    private struct Change {
        let place: BinlogPosition
        let statement: String
    }

    private let options: SourceOptions
    private let flavour: FormatDescriptionEvent.Flavour
    private let foldsNames: Bool
    private let isCancelled: () -> Bool
    private var reached: BinlogPosition?
    /// The last change of each.
    private var tables: [BinlogError.TableName: Change] = [:]
    private var databases: [String: Change] = [:]
    private var everything: Change?

    init(
        options: SourceOptions, flavour: FormatDescriptionEvent.Flavour, foldsNames: Bool,
        isCancelled: @escaping () -> Bool
    ) {
        var options = options
        // Under the stream's own id the server would end the stream.
        options.serverId = .automatic
        self.options = options
        self.flavour = flavour
        self.foldsNames = foldsNames
        self.isCancelled = isCancelled
    }

    /// The last statement after `place` that may have changed the table; nil when there is none.
    func change(of name: BinlogError.TableName, after place: BinlogPosition) -> String? {
        let name = fold(name)
        return [tables[name], databases[name.database], everything].compactMap { $0 }.first { $0.place.isAfter(place) }
            .map { "\($0.place): \($0.statement)" }
    }

    /// Reads on from `place` to the end of the binlog.
    /// - Throws: `SourceError`, or `BinlogError` for events that cannot be read.
    func read(from place: BinlogPosition) throws {
        let start = reached.map { $0.isAfter(place) ? $0 : place } ?? place
        let connection = MySQLConnection(options)
        try connection.connect()
        defer { connection.close() }
        let stream = try BinlogStream.open(
            connection, from: .file(name: start.file, position: start.position),
            as: try ReplicaIdentity.choose(connection), stopsAtEnd: true)
        var reader = Reader(position: start)
        while let bytes = try stream.next() {
            if reader.events & 0xFFF == 0, isCancelled() {
                throw SourceError(.interrupted, "stopped while looking for DDL in the binlog of \(options.address)")
            }
            try reader.take(bytes) { event, place, version in note(event, place, version) }
        }
        reached = reader.position
    }

    private func fold(_ name: BinlogError.TableName) -> BinlogError.TableName {
        BinlogError.TableName(database: fold(name.database), table: fold(name.table))
    }

    private func fold(_ name: String) -> String { foldsNames ? name.lowercased() : name }

    private func note(_ event: QueryEvent, _ place: BinlogPosition, _ version: String) {
        let change = { Change(place: place, statement: String(decoding: event.statement.prefix(200), as: UTF8.self)) }
        switch DDLReach(event, flavour: flavour, serverVersion: version) {
        case .nothing: break
        case .tables(let names): for name in names { tables[fold(name)] = change() }
        case .databases(let names): for name in names { databases[fold(name)] = change() }
        case .everything: everything = change()
        }
    }
}

/// Finds the statements among the events of a stream.
private struct Reader: ~Copyable {
    var position: BinlogPosition
    var events = 0
    private var checksum: ChecksumAlgorithm?
    private var version = ""
    private var inflater = EventInflater(eventBytesMax: 1 << 30)
    private var payload = PayloadReader(eventBytesMax: 1 << 30)

    init(position: BinlogPosition) { self.position = position }

    /// - Parameter body: gets a statement, the place after it and the version of the server that wrote it.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ body: (QueryEvent, BinlogPosition, String) -> Void
    ) throws(BinlogError) {
        events += 1
        let header = try EventHeader(bytes)
        if header.type == .formatDescription {
            let description = try FormatDescriptionEvent(event: bytes)
            checksum = description.checksum
            version = description.serverVersion
        }
        if header.type == .rotate {
            let frame = try EventFrame.verified(bytes, checksum: checksum ?? ChecksumAlgorithm(recognisedIn: bytes))
            position = try RotateEvent(frame).next
            return
        }
        if header.isInFile, header.nextPosition != 0 {
            position.skip(toLowPosition: header.nextPosition)
        } else {
            try position.advance(over: header)
        }
        // Rows are passed over unread: only their checksums would cost more than all the rest.
        guard header.type == .query || header.type == .transactionPayload || header.type.inflated == .query else {
            return
        }
        let frame = try EventFrame.verified(bytes, checksum: checksum ?? .none)
        if header.type == .query { return body(try QueryEvent(frame), position, version) }
        if header.type == .transactionPayload {
            try payload.begin(frame)
            while let inner = try payload.next() {
                if inner.header.type == .query { body(try QueryEvent(inner), position, version) }
            }
            return
        }
        body(try QueryEvent(try inflater.inflate(frame)), position, version)
    }
}

extension BinlogPosition {
    /// Whether this place of a server's binlog comes after another one. Files are numbered: a longer name has a larger
    /// number.
    func isAfter(_ other: BinlogPosition) -> Bool {
        if file == other.file { return position > other.position }
        return (file.utf8.count, file) > (other.file.utf8.count, other.file)
    }
}
