import Bytes
import Testing

@testable import Binlog

/// Events of real files: what stands in them, and that sizes and positions fit.
struct FixtureEventsTests {
    @Test(arguments: Fixture.both)
    func positionsComputedFromSizesAreThoseOfTheServer(_ fixture: Fixture) throws {
        let file = try fixture.binlog
        var position = BinlogPosition(file: "f", position: 4)
        try forEachEvent(of: file) {
            try position.advance(over: $0.header)
            #expect($0.header.nextPosition == UInt32(position.position))
            _ = try $0.header.treatment
        }
        #expect(position.position == UInt64(file.count))
    }

    @Test(arguments: Fixture.both)
    func theFileBeginsWithItsServerAndEndsWithARotation(_ fixture: Fixture) throws {
        var description: FormatDescriptionEvent?
        var rotation: RotateEvent?
        try fixture.binlog.withUnsafeBytes {
            let header = try EventHeader(UnsafeRawBufferPointer(rebasing: $0[4...]))
            description = try FormatDescriptionEvent(
                event: UnsafeRawBufferPointer(rebasing: $0[4..<(4 + Int(header.eventLength))])
            )
        }
        try forEachEvent(of: fixture.binlog) { if $0.header.type == .rotate { rotation = try RotateEvent($0) } }
        #expect(description?.binlogVersion == 4 && description?.checksum == .crc32)
        #expect(description?.flavour == fixture.flavour)
        #expect(description?.serverVersion.hasPrefix(fixture.flavour == .mysql ? "9.7." : "10.11.") == true)
        #expect(rotation?.next == BinlogPosition(file: "binlog.000002", position: 4))
    }

    @Test
    func mysqlsGTIDsAddUpToWhatTheServerHasExecuted() throws {
        var executed = GTIDSet()
        var lengths: [(declared: UInt64, found: UInt64)] = []
        try forEachEvent(of: Fixture.mysql.binlog) { frame in
            switch frame.header.type {
            case .previousGTIDs: #expect(try PreviousGTIDsEvent(frame).gtids.isEmpty)
            case .gtid, .gtidTagged:
                let event = try GTIDEvent(frame)
                executed.add(try #require(event.gtid))
                #expect(event.immediateServerVersion / 100 == 907 && event.originalServerVersion / 100 == 907)
                let seconds = event.originalCommitMicroseconds / 1_000_000
                #expect(seconds >= UInt64(frame.header.timestamp) && seconds < UInt64(frame.header.timestamp) + 60)
                lengths.append((event.transactionLength, 0))
            default: break
            }
            if !lengths.isEmpty, frame.header.type != .rotate {
                lengths[lengths.count - 1].found += UInt64(frame.header.eventLength)
            }
        }
        let golden = try Fixture.mysql.goldenGTIDs
        #expect(executed.description == golden)
        #expect(golden.contains(":fixture_tag:1"))
        #expect(lengths.count > 10 && lengths.allSatisfy { $0.declared == $0.found })
    }

    @Test
    func theNextFilesPreviousGTIDsAreThoseOfTheFileBefore() throws {
        var previous: GTIDSet?
        try forEachEvent(of: Fixture.mysql.compressed) {
            if $0.header.type == .previousGTIDs { previous = try PreviousGTIDsEvent($0).gtids }
        }
        #expect(try previous?.description == Fixture.mysql.goldenGTIDs)
        // What the server wrote is what we write.
        var written: [UInt8] = []
        try forEachEvent(of: Fixture.mysql.compressed) { frame in
            guard frame.header.type == .previousGTIDs else { return }
            var writer = ByteWriter()
            try PreviousGTIDsEvent(frame).gtids.encode(into: &writer)
            written = Array(writer.bytes)
            #expect(written == Array(frame.body))
        }
        #expect(!written.isEmpty)
    }

    @Test
    func mariadbsGTIDsAddUpToTheServersPosition() throws {
        var position = MariaDBGTIDPosition()
        var flags: [MariaDBGTIDEvent.Flags] = []
        var xids: [XATransactionID] = []
        try forEachEvent(of: Fixture.mariadb.binlog) { frame in
            guard frame.header.type == .mariaDBGTID else { return }
            let event = try MariaDBGTIDEvent(frame)
            position.update(event.gtid)
            flags.append(event.flags)
            if let xid = event.xid { xids.append(xid) }
        }
        #expect(try position.description == Fixture.mariadb.goldenGTIDs)
        #expect(flags.first?.contains([.standalone, .ddl]) == true)
        #expect(flags.contains { $0.contains(.transactional) && !$0.contains(.standalone) })
        #expect(flags.contains { $0.contains(.preparedXA) } && flags.contains { $0.contains(.completedXA) })
        let xid = XATransactionID(formatId: 7, global: Array("global".utf8), branch: Array("branch".utf8))
        #expect(xids == [xid, xid])
    }

    @Test
    func theNextFilesGTIDListHasEveryDomain() throws {
        var listed = MariaDBGTIDPosition()
        try forEachEvent(of: Fixture.mariadb.compressed) {
            if $0.header.type == .mariaDBGTIDList { try MariaDBGTIDListEvent($0).gtids.forEach { listed.update($0) } }
        }
        #expect(try listed.description == Fixture.mariadb.goldenGTIDs)
    }

    @Test(arguments: Fixture.both)
    func xaPrepareNamesItsTransaction(_ fixture: Fixture) throws {
        var events: [XAPrepareEvent] = []
        try forEachEvent(of: fixture.binlog) {
            if $0.header.type == .xaPrepare { events.append(try XAPrepareEvent($0)) }
        }
        let xid = XATransactionID(formatId: 7, global: Array("global".utf8), branch: Array("branch".utf8))
        #expect(events.map(\.xid) == [xid] && events.first?.isOnePhase == false)
    }

    @Test(arguments: Fixture.both)
    func theStatementBehindRowsIsRead(_ fixture: Fixture) throws {
        var statements: [String] = []
        try forEachEvent(of: fixture.binlog) {
            if $0.header.type == .rowsQuery || $0.header.type == .mariaDBAnnotateRows {
                statements.append(String(decoding: try RowsQueryEvent($0).statement, as: UTF8.self))
            }
        }
        #expect(statements.contains("INSERT INTO u VALUES (5)"))
    }

    @Test(arguments: Fixture.both)
    func statementsAreToldByTheirEffect(_ fixture: Fixture) throws {
        var effects: [QueryEvent.Effect: [String]] = [:]
        try forEachEvent(of: fixture.binlog) {
            guard $0.header.type == .query else { return }
            let query = try QueryEvent($0)
            effects[query.effect, default: []].append(String(decoding: query.statement, as: UTF8.self))
            #expect(query.database.elementsEqual("fixture".utf8) || query.effect == .other || query.database.isEmpty)
        }
        #expect(effects[.other]?.contains { $0.hasPrefix("CREATE TABLE every_type") } == true)
        #expect(effects[.xaCommit] == ["XA COMMIT X'676c6f62616c',X'6272616e6368',7"])
        #expect(fixture.flavour == .mariadb || effects[.begin]?.allSatisfy { $0 == "BEGIN" } == true)
    }

    @Test
    func everyEventOfRealFilesIsKnown() throws {
        var unpacked: Set<EventType> = []
        for fixture in Fixture.both {
            try forEachEvent(of: fixture.compressed) { frame in
                if try frame.header.treatment == .unpack { unpacked.insert(frame.header.type) }
            }
        }
        #expect(unpacked == [.transactionPayload, .mariaDBWriteRowsCompressedV1])
    }

    @Test
    func aCompressedTransactionSaysItsSizeAndKind() throws {
        var payloads: [(compression: UInt64, bytes: Int, uncompressed: UInt64)] = []
        try forEachEvent(of: Fixture.mysql.compressed) {
            guard $0.header.type == .transactionPayload else { return }
            let event = try TransactionPayloadEvent($0)
            payloads.append((event.compression, event.payload.count, event.uncompressedByteCount))
            #expect(event.payload.prefix(4).elementsEqual([0x28, 0xB5, 0x2F, 0xFD]), "zstd's magic number")
        }
        #expect(payloads.count == 1 && payloads[0].compression == 0)
        #expect(payloads[0].uncompressed > 2500 && payloads[0].bytes < 500)
    }

    @Test(arguments: Fixture.both)
    func rowsInCompressedEventsAreRead(_ fixture: Fixture) throws {
        var trace = RowTrace(flavour: fixture.flavour)
        try forEachEvent(of: fixture.compressed) { try trace.take($0) }
        let long = String(repeating: "6C6F6E6720", count: 500)
        #expect(trace.changes.contains { $0.table == "k" && $0.after == ["1", long] })
        let column = trace.changes.first { $0.table == "compressed_column" }?.after
        #expect(fixture.flavour == .mysql || column == ["78"])
    }
}
