import Binlog
import Testing

@testable import Bridge

/// XA transactions: rows count from COMMIT on.
@Suite(.inPartsToo) struct EventDecoderXATests {
    private func key(_ numbers: Int...) -> [String?] { numbers.map { "{\"id\":\($0)}" } }

    private func scene(careful: Bool = false) throws -> DecoderScene {
        try DecoderScene(.test(.mysqlGTID), isCareful: careful)
    }

    @Test(arguments: [false, true])
    func rowsComeAtTheirCommit(careful: Bool) throws {
        var maker = EventMaker()
        var events = maker.prepared("a", gtid: 1, 1, 2)
        events += maker.transaction(2, 3) + maker.xaEnd("COMMIT", "a", gtid: 3) + maker.transaction(4, 4)
        let scene = try scene(careful: careful)
        #expect(try scene.keys(after: events) == key(3, 1, 2, 4))
        #expect(try scene.checkpoint?.gtid == "\(EventMaker.uuid):1-4")
        #expect(scene.temporary.log.preparedTransactions(of: scene.source).isEmpty)
    }

    @Test func whatIsRolledBackNeverComes() throws {
        var maker = EventMaker()
        let events =
            maker.prepared("a", gtid: 1, 1) + maker.prepared("b", gtid: 2, 2) + maker.xaEnd("ROLLBACK", "a", gtid: 3)
            + maker.xaEnd("COMMIT", "b", gtid: 4) + maker.xaEnd("ROLLBACK", "unknown", gtid: 5)
        #expect(try scene().keys(after: events) == key(2))
    }

    @Test(arguments: [false, true])
    func onePhaseIsCommittedAtOnce(careful: Bool) throws {
        var maker = EventMaker()
        let events = maker.prepared("a", gtid: 1, 1, onePhase: true) + maker.transaction(2, 2)
        #expect(try scene(careful: careful).keys(after: events) == key(1, 2))
    }

    @Test func framesMayEndAnywhereInBetween() throws {
        var maker = EventMaker()
        let scene = try scene()
        func step(_ events: [[UInt8]]) throws {
            try scene.feed(events)
            try scene.decoder.submit()
        }
        try step(maker.prepared("a", gtid: 1, 1, 2))
        try step(maker.prepared("b", gtid: 2, 3))
        try step(maker.transaction(3, 4))
        try step(maker.xaEnd("COMMIT", "b", gtid: 4) + maker.prepared("b", gtid: 5, 5))
        try step(maker.xaEnd("COMMIT", "a", gtid: 6) + maker.xaEnd("COMMIT", "b", gtid: 7))
        try step(maker.prepared("empty", gtid: 8))
        try step(maker.xaEnd("COMMIT", "empty", gtid: 9) + maker.prepared("left", gtid: 10, 9))
        #expect(try scene.keys(after: []) == key(4, 3, 1, 2, 5))
        let open = scene.temporary.log.preparedTransactions(of: scene.source).map { XAName(bytes: $0.xid).description }
        #expect(open == [EventMaker.xid("left")])
    }

    @Test func anotherProcessGoesOnWhereOneDiedBetweenPrepareAndCommit() throws {
        var maker = EventMaker()
        let first = try scene()
        try first.feed(maker.prepared("a", gtid: 1, 1, 2) + maker.transaction(2, 3))
        try first.decoder.submit()
        let rest = maker.xaEnd("COMMIT", "a", gtid: 3)
        let second = try DecoderScene(continuing: first)
        #expect(try second.keys(after: rest) == key(3, 1, 2))
    }

    @Test func tableIdsOfThePrepareDoNotMixWithLaterOnes() throws {
        var maker = EventMaker()
        var events = [EventMaker.artificialRotate(to: "b.1", 1000)] + maker.prepared("a", gtid: 1, 1)
        events += [maker.rotate(to: "b.2"), maker.formatDescription(created: 0)]
        events += [maker.gtid(2), maker.query("BEGIN"), maker.tableMap("other", id: 50), maker.insert(7), maker.xid()]
        events += maker.xaEnd("COMMIT", "a", gtid: 3)
        events += [maker.gtid(4), maker.query("BEGIN"), maker.tableMap("other", id: 50), maker.insert(8), maker.xid()]
        let scene = try scene()
        #expect(try scene.keys(after: events) == key(1))
        #expect(try scene.temporary.records(of: "s.db.other")[0].map(\.key) == key(7, 8))
        let value = try #require(try scene.temporary.records(of: "s.db.t")[0].first?.value)
        #expect(value.contains(#""file":"b.1""#) && value.contains("\(EventMaker.uuid):3\""), "\(value)")
    }

    @Test func mariadbsGroupsSayByTheirFlagsWhatTheyAre() throws {
        var maker = EventMaker()
        func gtid(_ sequence: UInt64, _ flags: UInt8) -> [UInt8] {
            let xid: [UInt8] = [1, 0, 0, 0, 1, 0, 97]
            let body = EventMaker.little(sequence) + EventMaker.little(0 as UInt32) + [flags] + xid
            return maker.event(.mariaDBGTID, body)
        }
        var events = [gtid(1, 0x40), maker.tableMap(), maker.insert(1), maker.query("XA END X'61',X'',1")]
        events += [maker.xaPrepare("a"), maker.mariadbGTID(2), maker.tableMap(), maker.insert(2), maker.xid()]
        events += [gtid(3, 0x81), maker.query("XA COMMIT X'61',X'',1")]
        let scene = try DecoderScene(.test(.mariadbGTID), flavour: .mariadb)
        #expect(try scene.keys(after: events) == key(2, 1))
        #expect(try scene.checkpoint?.gtid == "0-7-3")
    }

    @Test func aPrepareThatDidNotEndIsReadAgain() throws {
        var maker = EventMaker()
        let scene = try scene()
        try scene.feed(maker.transaction(1, 1) + maker.prepared("a", gtid: 2, 2).dropLast())
        #expect(!scene.isBetweenGroups)
        try scene.finish()
        #expect(try scene.checkpoint == nil, "the open frame goes with the transaction that did not end")
    }

    @Test func moreThanTheLogTakesIsNamed() throws {
        var maker = EventMaker()
        let scene = try DecoderScene(.test(.mysqlGTID), preparedBytesMax: 100)
        let error = #expect(throws: BridgeError.self) { try scene.feed(maker.prepared("a", gtid: 1, 1, 2, 3)) }
        #expect(error?.what.contains("XA PREPARE X'61',X'',1 with") == true)
        #expect(error?.remedy == "raise queue.prepared_bytes_max, then restart leat")
    }
}

@Suite struct SavepointTests {
    private func key(_ numbers: Int...) -> [String?] { numbers.map { "{\"id\":\($0)}" } }

    @Test func rowsAfterASavepointGoWhenItIsRolledBackTo() throws {
        var maker = EventMaker()
        var events = [maker.gtid(1), maker.query("BEGIN"), maker.tableMap(), maker.insert(1)]
        events += [maker.query("SAVEPOINT `A b`"), maker.tableMap(), maker.insert(2)]
        events += [maker.query("SAVEPOINT `q``r`"), maker.tableMap(), maker.insert(3)]
        events += [maker.query("ROLLBACK TO `a B`"), maker.tableMap(), maker.insert(4)]
        events += [maker.query("ROLLBACK TO `a b`"), maker.tableMap(), maker.insert(5), maker.xid()]
        #expect(try DecoderScene(.test(), isCareful: true).keys(after: events) == key(1, 5))
        let fast = try DecoderScene(.test())
        let error = #expect(throws: BridgeError.self) { try fast.feed(events) }
        #expect(error?.isWorthCarefulReading == true)
    }

    @Test func aSavepointThatIsNotThereIsRefusedAfterRows() throws {
        var maker = EventMaker()
        let scene = try DecoderScene(.test(.mysqlGTID), isCareful: true)
        let none = [maker.gtid(1), maker.query("BEGIN"), maker.query("ROLLBACK TO `s`")]
        try scene.feed(none + [maker.tableMap(), maker.insert(1)])
        let back = maker.query("ROLLBACK TO `s`")
        let error = #expect(throws: BridgeError.self) { try scene.feed([back]) }
        #expect(error?.what.hasPrefix("b.1:\(maker.position) (GTID \(EventMaker.uuid):1): a part of a") == true)
    }

    @Test func savepointsOfAnXATransactionCountToo() throws {
        var maker = EventMaker()
        var events = [maker.gtid(1), maker.query("XA START \(EventMaker.xid("a"))"), maker.query("SAVEPOINT `s`")]
        events += [
            maker.tableMap(), maker.insert(1), maker.query("ROLLBACK TO `s`"), maker.tableMap(), maker.insert(2),
        ]
        events += [maker.xaPrepare("a")] + maker.xaEnd("COMMIT", "a", gtid: 2)
        #expect(try DecoderScene(.test()).keys(after: events) == key(2))
    }
}

@Suite struct StatementEventTests {
    @Test func skippedStatementsAreCountedAndNamed() throws {
        var maker = EventMaker()
        let scene = try DecoderScene(.test(), skipsStatements: true)
        var events = [maker.gtid(1), maker.query("BEGIN"), maker.query("INSERT INTO t VALUES (9)"), maker.tableMap()]
        events += [maker.insert(1), maker.xid(), maker.gtid(2), maker.query("BEGIN")]
        events += [maker.event(.beginLoadQuery, [1, 2, 3, 4]), maker.event(.executeLoadQuery, [1, 2, 3, 4])]
        events += [maker.query("COMMIT")]
        try scene.feed(events)
        let counters = scene.decoder.takeCounters()
        #expect(counters.notices.skippedStatements == 2 && counters.transactions == 2)
        #expect(counters.skippedTexts.first?.hasSuffix(": INSERT INTO t VALUES (9)") == true)
        #expect(counters.skippedTexts.last?.hasSuffix(": LOAD DATA") == true)
        #expect(try scene.keys(after: []) == ["{\"id\":1}"])
    }
}
