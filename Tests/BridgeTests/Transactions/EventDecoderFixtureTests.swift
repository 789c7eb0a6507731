import Binlog
import Testing

@testable import Bridge

/// Binlogs of real servers from end to end: which records stand in the log, and which position. What the files hold is
/// written in make-fixtures.sh beside them.
@Suite(.inPartsToo) struct EventDecoderFixtureTests {
    /// Keys of all records in commit order, by topic.
    static func keys(_ fixture: BinlogFixture) -> [String: [String]] {
        let none = "null"
        let t = [#"{"b":1,"a":"one"}"#, #"{"b":2,"a":"two"}"#]
        switch fixture.flavour {
        case .mariadb:
            return [
                "s.fixture.t": t, "s.fixture.u": [1, 2, 5].map { "{\"n\":\($0)}" },
                "s.fixture.old_times": [none, none, none],
            ]
        case .mysql: return ["s.fixture.t": t, "s.fixture.u": [1, 2, 5, 6, 7].map { "{\"n\":\($0)}" }]
        }
    }

    /// Everything but the XA transaction, by its GTIDs.
    static func gtids(_ fixture: BinlogFixture) -> String {
        fixture.flavour == .mariadb
            ? "0-7-18,3-9-1000"
            : "0d80bc85-e593-11f1-b9a8-02fc00000001:1-14:17:fixture_tag:1,11111111-2222-3333-4444-555555555555:7"
    }

    static func start(_ fixture: BinlogFixture) -> SourceCheckpoint {
        SourceCheckpoint(
            mode: fixture.flavour == .mysql ? .mysqlGTID : .mariadbGTID, file: "binlog.000001", position: 4,
            identity: "s")
    }

    func scene(_ fixture: BinlogFixture, isCareful: Bool = false) throws -> DecoderScene {
        try DecoderScene(
            Self.start(fixture), flavour: fixture.flavour, isCareful: isCareful, [.fixtureTables(partitions: 1)])
    }

    @Test(arguments: BinlogFixture.both, [false, true])
    func everyRowChangeIsARecordInCommitOrder(_ fixture: BinlogFixture, isCareful: Bool) throws {
        let scene = try scene(fixture, isCareful: isCareful)
        try scene.feed([EventMaker.artificialRotate(to: "binlog.000001", 4)] + fixture.eventsWithoutXA)
        let counters = scene.decoder.takeCounters()
        try scene.finish()
        var found: [String: [String]] = [:]
        for topic in scene.temporary.log.topics() {
            let records = try scene.temporary.records(of: topic.name)[0]
            #expect(records.map(\.offset) == Array(0..<Int64(records.count)))
            #expect(records.allSatisfy { $0.value?.contains(#""op":"c""#) == true })
            #expect(records.allSatisfy { $0.value?.contains(#""file":"binlog.000001","pos":4"#) == true })
            found[topic.name] = records.map { $0.key ?? "null" }
        }
        #expect(found == Self.keys(fixture))
        #expect(counters.rows == UInt64(Self.keys(fixture).values.map(\.count).reduce(0, +)))
    }

    @Test(arguments: BinlogFixture.both)
    func theSavedPositionIsBehindTheWholeFile(_ fixture: BinlogFixture) throws {
        let scene = try scene(fixture)
        let events = try fixture.eventsWithoutXA
        let rotate = try #require(events.last)
        try scene.feed(events.dropLast())
        let end = BinlogPosition(file: "binlog.000001", position: try fixture.fileBytes - UInt64(rotate.count + 4))
        #expect(scene.progress.position == end && scene.progress.committed == end)
        try scene.feed([rotate])
        try scene.finish()
        let saved = try #require(try scene.checkpoint)
        #expect(saved.file == "binlog.000002" && saved.position == 4)
        #expect(saved.gtid == Self.gtids(fixture))
    }

    @Test(arguments: BinlogFixture.both)
    func aRecordCarriesItsTransaction(_ fixture: BinlogFixture) throws {
        let scene = try scene(fixture)
        try scene.feed(fixture.eventsWithoutXA)
        try scene.finish()
        let record = try #require(try scene.temporary.records(of: "s.fixture.u")[0].first)
        let value = try #require(record.value)
        let gtid = fixture.flavour == .mysql ? "0d80bc85-e593-11f1-b9a8-02fc00000001:13" : "0-7-13"
        #expect(value.hasPrefix(#"{"before":null,"after":{"n":1},"source":{"#))
        #expect(value.contains("\"gtid\":\"\(gtid)\""))
        // Bytes 40155 and 42902: where the rows event stands in the file.
        #expect(value.contains("\"pos\":\(fixture.flavour == .mysql ? 40155 : 42902),"))
        #expect(value.contains("\"ts_ms\":\(record.timestamp),"))
    }

    @Test(arguments: BinlogFixture.both)
    func theXATransactionsRowsCarryTheCommitsGTID(_ fixture: BinlogFixture) throws {
        let scene = try scene(fixture)
        try scene.feed([EventMaker.artificialRotate(to: "binlog.000001", 4)] + fixture.events)
        try scene.finish()
        let values = try scene.temporary.records(of: "s.fixture.u")[0].compactMap(\.value)
        let value = try #require(values.first { $0.contains(#""after":{"n":4}"#) })
        let gtid = fixture.flavour == .mysql ? "0d80bc85-e593-11f1-b9a8-02fc00000001:16" : "0-7-16"
        #expect(value.contains("\"gtid\":\"\(gtid)\""))
        // Bytes 40854 and 43429: where the rows event stands in the file, before XA PREPARE.
        #expect(value.contains("\"pos\":\(fixture.flavour == .mysql ? 40854 : 43429),"))
    }
}
