import CommitLog
import Routing
import Testing

@testable import Bridge

/// Where the rows of a table go, and what is refused.
@Suite struct TableRegistryTests {
    /// One transaction that inserts 1 into `db.a`, 2 into `db.b` and 3 into `db.a` again.
    func events(_ maker: inout EventMaker) -> [[UInt8]] {
        var events = [maker.gtid(1), maker.query("BEGIN")]
        events += [maker.tableMap("a", id: 50), maker.insert(1, table: 50)]
        events += [maker.tableMap("b", id: 51), maker.insert(2, table: 51)]
        return events + [maker.tableMap("a", id: 50), maker.insert(3, table: 50), maker.xid()]
    }

    func scene(_ rules: [CaptureRule]) throws -> DecoderScene {
        try DecoderScene(.test(.mysqlGTID), [.rules(rules)])
    }

    @Test func tablesGoToTheTopicsOfTheirRules() throws {
        let scene = try scene([
            SourcePipeline.rule("db.a", "first"), SourcePipeline.rule("db.*", "{source}-{table}", partitions: 3),
        ])
        var maker = EventMaker()
        try scene.feed(events(&maker))
        try scene.finish()
        #expect(scene.temporary.log.topics().map(\.name) == ["first", "s-b"])
        #expect(try scene.temporary.records(of: "first")[0].map(\.key) == [#"{"id":1}"#, #"{"id":3}"#])
        let other = try scene.temporary.records(of: "s-b")
        #expect(other.count == 3 && other.flatMap { $0 }.map(\.key) == [#"{"id":2}"#])
        let properties = scene.temporary.log.topic(named: "first")?.properties
        #expect(properties == ["source": "s", "format": "debezium", "key": "primary"])
    }

    @Test func rowsOfATableThatNobodyCapturesAreLeftOutAndThePositionMovesOn() throws {
        let scene = try scene([SourcePipeline.rule("db.b", "only")])
        var maker = EventMaker()
        try scene.feed(events(&maker))
        let counters = scene.decoder.takeCounters()
        try scene.finish()
        #expect(scene.temporary.log.topics().map(\.name) == ["only"])
        #expect(counters.rows == 1 && counters.transactions == 1)
        #expect(try scene.checkpoint?.position == UInt64(maker.position))
    }

    @Test func twoRulesForOneTopicShareIt() throws {
        let scene = try scene([
            SourcePipeline.rule("db.a", "x", key: .table), SourcePipeline.rule("db.b", "x", key: .table),
        ])
        var maker = EventMaker()
        try scene.feed(events(&maker))
        try scene.finish()
        #expect(try scene.temporary.records(of: "x")[0].map(\.key) == ["db.a", "db.b", "db.a"])
    }

    @Test func twoRulesForOneTopicWithOtherPartitionsAreRefused() throws {
        let scene = try scene([
            SourcePipeline.rule("db.a", "x", partitions: 2), SourcePipeline.rule("db.b", "x", partitions: 3),
        ])
        var maker = EventMaker()
        let events = events(&maker)
        let error = #expect(throws: BridgeError.self) { try scene.feed(events) }
        #expect(
            error?.what == "two capture rules write to topic x: 2 partitions by key primary as debezium, and "
                + "3 partitions by key primary as debezium")
        #expect(error?.isRetriable == false && error?.remedy.contains("the same partitions, key and format") == true)
    }

    @Test func twoRulesForOneTopicWithOtherKeysAreRefused() throws {
        let scene = try scene([
            SourcePipeline.rule("db.a", "x"), SourcePipeline.rule("db.b", "x", key: .columns(["id"])),
        ])
        var maker = EventMaker()
        let events = events(&maker)
        let error = #expect(throws: BridgeError.self) { try scene.feed(events) }
        #expect(
            error?.what.contains("1 partitions by key primary as debezium, and 1 partitions by key [id] as") == true)
    }

    @Test func aTopicThatExistsWithOtherPartitionsIsRefused() throws {
        let scene = try scene([SourcePipeline.rule("db.a", "x", partitions: 2)])
        _ = try scene.temporary.log.createTopic(name: "x", partitions: 5)
        var maker = EventMaker()
        let events = events(&maker)
        let error = #expect(throws: BridgeError.self) { try scene.feed(events) }
        #expect(error?.what.contains("topic 'x' exists with") == true && error?.isRetriable == false)
    }

    @Test(
        arguments: [
            (.primary, [#"{"id":1}"#, #"{"id":3}"#]), (.columns(["id"]), [#"{"id":1}"#, #"{"id":3}"#]),
            (.table, ["db.a", "db.a"]), (.transaction, ["\(EventMaker.uuid):1", "\(EventMaker.uuid):1"]),
            (.none, [nil, nil]),
        ] as [(KeyChoice, [String?])])
    func keysAreThoseOfTheChoice(_ key: KeyChoice, _ expected: [String?]) throws {
        let scene = try scene([SourcePipeline.rule("db.a", "x", key: key)])
        var maker = EventMaker()
        try scene.feed(events(&maker))
        try scene.finish()
        #expect(try scene.temporary.records(of: "x")[0].map(\.key) == expected)
    }

    @Test func aKeyColumnThatTheTableLacksIsRefused() throws {
        let scene = try scene([SourcePipeline.rule("db.a", "x", key: .columns(["nope"]))])
        var maker = EventMaker()
        let events = events(&maker)
        let error = #expect(throws: BridgeError.self) { try scene.feed(events) }
        #expect(error?.what == "table db.a has no column nope, named as a key column")
    }
}
