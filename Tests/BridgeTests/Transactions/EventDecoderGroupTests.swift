import Binlog
import Testing

@testable import Bridge

/// Which transactions reach the log whole, and which not at all.
@Suite(.inPartsToo) struct EventDecoderGroupTests {
    func key(_ ids: Int...) -> [String?] { ids.map { "{\"id\":\($0)}" } }

    func scene(careful: Bool = false, _ pipelines: [SourcePipeline]? = nil) throws -> DecoderScene {
        try DecoderScene(.test(.mysqlGTID), isCareful: careful, pipelines)
    }

    @Test func anOpenTransactionIsDroppedAtTheEnd() throws {
        var maker = EventMaker()
        let whole = maker.transaction(1, 1, 2)
        let end = maker.position
        // Otherwise the whole one may wait in the same frame and be dropped with it, to be read again.
        let scene = try scene(careful: true)
        #expect(try scene.keys(after: whole + maker.openTransaction(2, 3)) == key(1, 2))
        let saved = try #require(try scene.checkpoint)
        #expect(saved.position == UInt64(end) && saved.gtid == "\(EventMaker.uuid):1")
    }

    @Test func aRollbackDropsJustItsGroupWhenReadingCarefully() throws {
        var maker = EventMaker()
        var events = maker.transaction(1, 1)
        events += maker.openTransaction(2, 2, 3) + [maker.query("ROLLBACK")]
        events += maker.transaction(3, 4)
        let scene = try scene(careful: true)
        #expect(try scene.keys(after: events) == key(1, 4))
        let saved = try #require(try scene.checkpoint)
        #expect(saved.gtid == "\(EventMaker.uuid):1-3", "the rolled back one is done too")
        #expect(saved.position == UInt64(maker.position))
    }

    @Test func aRollbackOfRowsAsksForCarefulReadingOtherwise() throws {
        var maker = EventMaker()
        let scene = try scene()
        try scene.feed(maker.transaction(1, 1) + maker.openTransaction(2, 2))
        let rollback = maker.query("ROLLBACK")
        let error = #expect(throws: BridgeError.self) { try scene.feed([rollback]) }
        #expect(error?.isWorthCarefulReading == true && error?.isRetriable == false)
        #expect(error?.what == "b.1:\(maker.position): a transaction was rolled back")
    }

    @Test func aRollbackWithoutRowsIsPassedOver() throws {
        var maker = EventMaker()
        let empty = [maker.gtid(1), maker.query("BEGIN"), maker.query("ROLLBACK")]
        #expect(try scene().keys(after: empty + maker.transaction(2, 5)) == key(5))
    }

    @Test func aServersRestartDropsTheGroupThatItLeftOpen() throws {
        var maker = EventMaker()
        var events = maker.transaction(1, 1) + maker.openTransaction(2, 2) + [maker.rotate(to: "b.2")]
        events += [maker.formatDescription(created: 1_700_000_001)] + maker.transaction(2, 3)
        let scene = try scene(careful: true)
        #expect(try scene.keys(after: events) == key(1, 3))
        let saved = try #require(try scene.checkpoint)
        #expect(saved.file == "b.2" && saved.position == UInt64(maker.position))
        #expect(saved.gtid == "\(EventMaker.uuid):1-2")
    }

    @Test func aRotationKeepsTheOpenGroup() throws {
        var maker = EventMaker()
        let open = maker.openTransaction(1, 1) + [maker.rotate(to: "b.2"), maker.formatDescription(created: 0)]
        let scene = try scene()
        try scene.feed(open)
        #expect(!scene.isBetweenGroups)
        #expect(scene.progress.committed == BinlogPosition(file: "b.1", position: 1000))
        #expect(try scene.keys(after: [maker.tableMap(), maker.insert(2), maker.xid()]) == key(1, 2))
    }

    @Test func tableIdsHoldWithinOneFileOnly() throws {
        var maker = EventMaker()
        let events = maker.transaction(1, 1) + [maker.rotate(to: "b.2"), maker.gtid(2), maker.query("BEGIN")]
        let scene = try scene()
        try scene.feed(events)
        let insert = maker.insert(2)
        let error = #expect(throws: BridgeError.self) { try scene.feed([insert]) }
        #expect(error?.what.contains("rows of a table (id 50) that no TABLE_MAP event has named") == true)
    }

    @Test func aStatementOfItsOwnEndsItsGroup() throws {
        var maker = EventMaker()
        let scene = try scene()
        try scene.feed([maker.gtid(1), maker.query("CREATE TABLE db.t (id INT)")])
        #expect(scene.isBetweenGroups)
        #expect(try scene.keys(after: maker.transaction(2, 1)) == key(1))
        #expect(try scene.checkpoint?.gtid == "\(EventMaker.uuid):1-2")
    }

    @Test func aStatementInsideOfATransactionDoesNotEndIt() throws {
        var maker = EventMaker()
        let scene = try scene()
        try scene.feed([maker.gtid(1), maker.query("BEGIN"), maker.query("CREATE TABLE db.t (id INT)")])
        #expect(!scene.isBetweenGroups)
        #expect(try scene.keys(after: [maker.tableMap(), maker.insert(1), maker.query("COMMIT")]) == key(1))
    }

    @Test func aChangedKeyIsADeleteAndACreateThatNameEachOther() throws {
        var maker = EventMaker()
        let scene = try scene([.everything(tombstones: true)])
        var events = [maker.gtid(1), maker.query("BEGIN"), maker.tableMap()]
        events += [maker.update(1, to: 1), maker.update(1, to: 2), maker.delete(2), maker.xid()]
        #expect(try scene.keys(after: events) == key(1, 1, 1, 2, 2, 2))
        let records = try scene.temporary.records(of: "s.db.t")[0]
        let operations = records.map { $0.value.map { String($0.split(separator: #""op":""#)[1].prefix(1)) } }
        #expect(operations == ["u", "d", nil, "c", "d", nil])
        #expect(
            records.map(\.headers) == [[], ["__debezium.newkey"], ["__debezium.newkey"], ["__debezium.oldkey"], [], []])
    }
}
