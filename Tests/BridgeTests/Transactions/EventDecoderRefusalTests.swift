import Binlog
import Testing

@testable import Bridge

/// What the decoder does not read: each is named with its place, and nothing of its transaction reaches the log.
@Suite(.inPartsToo) struct EventDecoderRefusalTests {
    /// Feeds a whole transaction, then `events`, the last of which must be refused.
    func refusal(
        after events: (inout EventMaker) -> [[UInt8]]
    ) throws -> (error: BridgeError, end: UInt32) {
        var maker = EventMaker()
        let scene = try DecoderScene(.test(.mysqlGTID), isCareful: true)
        let whole = maker.transaction(1, 1)
        let committed = UInt64(maker.position)
        let events = events(&maker)
        try scene.feed(whole + events.dropLast())
        let error = #expect(throws: BridgeError.self) { try scene.feed(events.suffix(1)) }
        try scene.finish()
        #expect(try scene.checkpoint?.position == committed)
        #expect(try scene.temporary.records(of: "s.db.t")[0].count == 1)
        return (try #require(error), maker.position)
    }

    @Test func rowsOutsideOfATransaction() throws {
        let (error, end) = try refusal { [$0.tableMap(), $0.insert(1)] }
        #expect(error.what == "b.1:\(end): row changes outside of a transaction: reading began inside of one")
        #expect(error.remedy.contains("`leat position set` to the begin of a transaction") && !error.isRetriable)
    }

    @Test func rowsBetweenAGTIDAndItsBegin() throws {
        let (error, _) = try refusal { [$0.tableMap(), $0.gtid(2), $0.insert(1)] }
        #expect(error.what.contains("row changes outside of a transaction"))
    }

    @Test(arguments: ["INSERT INTO t VALUES (1)", "/* note */ insert t VALUES (1)"])
    func anInsertInStatementFormat(statement: String) throws {
        let (error, end) = try refusal { [$0.gtid(2), $0.query("BEGIN"), $0.query(statement)] }
        #expect(
            error.what == "b.1:\(end) (GTID \(EventMaker.uuid):2): a statement that changes rows (insert) stands in "
                + "the binlog as text; its rows are not known")
        #expect(error.remedy.contains("binlog_format=ROW") && !error.isRetriable)
    }

    @Test(arguments: [EventType.beginLoadQuery, .executeLoadQuery, .appendBlock])
    func loadDataInStatementFormat(type: EventType) throws {
        let (error, _) = try refusal { [$0.gtid(2), $0.query("BEGIN"), $0.event(type, [1, 2, 3, 4])] }
        #expect(error.what.contains("(GTID \(EventMaker.uuid):2): a statement that changes rows (LOAD DATA)"))
    }

    @Test func theCommitOfAnXATransactionThatWasNotRead() throws {
        let (error, end) = try refusal { [$0.gtid(2), $0.query("XA COMMIT X'61',X'',1")] }
        #expect(
            error.what.hasPrefix("b.1:\(end) (GTID \(EventMaker.uuid):2): XA COMMIT X'61',X'',1, whose PREPARE this "))
        #expect(error.remedy.contains("`leat position set` after it") && !error.isRetriable)
    }

    @Test func aPrepareWithoutItsBegin() throws {
        let (error, end) = try refusal { [$0.gtid(2), $0.xaPrepare("a")] }
        #expect(error.what.hasPrefix("b.1:\(end) (GTID \(EventMaker.uuid):2): an XA PREPARE whose XA START was not"))
    }

    @Test(arguments: [
        "XA COMMIT a", "XA COMMIT X'6'", "XA ROLLBACK X'61',X'zz',1", "XA COMMIT X'61',X'',", "XA COMMIT",
    ])
    func anXAStatementThatMakesNoSense(statement: String) throws {
        let (error, _) = try refusal { [$0.gtid(2), $0.query(statement)] }
        #expect(error.what.hasSuffix("an XA statement that makes no sense: \(statement)"))
    }

    @Test func anonymousTransactionsWherePositionsAreGTIDs() throws {
        let (error, end) = try refusal { [$0.anonymousGTID()] }
        #expect(error.what == "b.1:\(end): a transaction without a GTID, from before gtid_mode was switched on")
    }

    @Test func anonymousTransactionsAreReadWherePositionsAreFiles() throws {
        var maker = EventMaker()
        let events = [maker.anonymousGTID(), maker.query("BEGIN"), maker.tableMap(), maker.insert(8), maker.xid()]
        let scene = try DecoderScene(.test(.file))
        #expect(try scene.keys(after: events) == [#"{"id":8}"#])
        #expect(try scene.checkpoint?.text == "file:b.1:\(maker.position)")
    }

    @Test func aTransactionInsideOfAnother() throws {
        let (error, end) = try refusal { $0.openTransaction(2, 2) + [$0.gtid(3)] }
        #expect(error.what == "b.1:\(end): a transaction begins before the one before it has ended")
        #expect(error.isRetriable)
    }

    @Test func anIncident() throws {
        let (error, _) = try refusal { [$0.event(.incident, [1, 0, 4] + Array("lost".utf8))] }
        #expect(error.what.hasPrefix("b.1:") && error.what.contains(": lost (incident 1)"))
    }

    @Test func anUnknownEventThatMayNotBeIgnored() throws {
        let (error, end) = try refusal { [$0.event(EventType(rawValue: 99), [1, 2, 3])] }
        #expect(error.what == "b.1:\(end): unknown event type 99 (code 99) ending at \(end)")
    }

    @Test func anUnknownEventThatMayBeIgnoredIsPassedOver() throws {
        var maker = EventMaker()
        let unknown = maker.event(EventType(rawValue: 99), [1, 2, 3], flags: 0x80)
        #expect(try DecoderScene(.test()).keys(after: [unknown] + maker.transaction(1, 4)) == [#"{"id":4}"#])
    }

    @Test(arguments: [EventType.transactionPayload, .partialUpdateRows, .mariaDBWriteRowsCompressed])
    func anEventWithOthersInItThatIsBroken(type: EventType) throws {
        let (error, end) = try refusal { [$0.gtid(2), $0.event(type, [1, 2, 3], flags: 0x80)] }
        #expect(error.what.hasPrefix("b.1:\(end): \(type) event ending at \(end) is malformed: "))
    }

    @Test func aTruncatedEvent() throws {
        let scene = try DecoderScene(.test())
        let error = #expect(throws: BridgeError.self) { try scene.feed([[UInt8](repeating: 0, count: 18)]) }
        #expect(error?.what.hasPrefix("b.1:1000: ") == true && error?.isRetriable == true)
    }
}
