import Routing
import Schema
import Testing

@testable import Bridge

/// Tables whose columns the TABLE_MAP events do not name: their definitions come from the DDL of the binlog.
@Suite struct MinimalMetadataTests {
    private func values(_ scene: DecoderScene) throws -> [String] {
        try scene.temporary.records(of: "out")[0].compactMap(\.value)
    }

    private func scene() throws -> DecoderScene {
        try DecoderScene(.test(.mysqlGTID), [.rules([SourcePipeline.rule("db.*", "out")])])
    }

    private static func ddl(_ maker: inout EventMaker, _ number: UInt64, _ sql: String) -> [[UInt8]] {
        [maker.gtid(number), maker.query(sql)]
    }

    private static func row(_ maker: inout EventMaker, _ number: UInt64, _ row: Int32...) -> [[UInt8]] {
        [maker.gtid(number), maker.query("BEGIN"), maker.minimalTableMap(columns: UInt8(row.count))]
            + [maker.insert(row: row), maker.xid()]
    }

    @Test func rowsAreNamedByTheStatementsBeforeThem() throws {
        let scene = try scene()
        var maker = EventMaker()
        try scene.feed(Self.ddl(&maker, 1, "CREATE TABLE t (id INT PRIMARY KEY, a INT)"))
        try scene.feed(Self.row(&maker, 2, 1, 10))
        // The TABLE_MAP event stays the same, byte for byte.
        try scene.feed(Self.ddl(&maker, 3, "ALTER TABLE t RENAME COLUMN a TO b"))
        try scene.feed(Self.row(&maker, 4, 2, 20))
        try scene.finish()
        let values = try values(scene)
        #expect(values.count == 2 && values[0].contains(#""after":{"id":1,"a":10}"#))
        #expect(values[1].contains(#""after":{"id":2,"b":20}"#))
        #expect(try scene.temporary.records(of: "out")[0].map(\.key) == [#"{"id":1}"#, #"{"id":2}"#])
    }

    @Test func definitionsOutliveARestart() throws {
        let first = try DecoderScene(.test(.mysqlGTID))
        var maker = EventMaker()
        try first.feed(Self.ddl(&maker, 1, "CREATE TABLE t (id INT PRIMARY KEY, a INT)"))
        try first.feed(Self.row(&maker, 2, 1, 10))
        try first.decoder.submit()
        let second = try DecoderScene(continuing: first)
        // Table ids begin anew with the connection, and so does the decoder's memory.
        try second.feed(Self.row(&maker, 3, 2, 20))
        try second.feed(Self.ddl(&maker, 4, "ALTER TABLE t CHANGE a c INT"))
        try second.decoder.submit()
        let third = try DecoderScene(continuing: second)
        try third.feed(Self.row(&maker, 5, 3, 30))
        try third.finish()
        let records = try third.temporary.log.topics().flatMap { try third.temporary.records(of: $0.name)[0] }
        let values = records.compactMap(\.value)
        #expect(values.count == 3 && values[2].contains(#""after":{"id":3,"c":30}"#))
    }

    @Test func aTableThatNothingHasDescribedStopsByName() throws {
        let scene = try scene()
        var maker = EventMaker()
        let error = #expect(throws: BridgeError.self) { try scene.feed(Self.row(&maker, 1, 1)) }
        #expect(error?.what.contains("db.t") == true)
        #expect(error?.remedy.contains("SET GLOBAL binlog_row_metadata=FULL") == true)
    }

    @Test func aStatementThatIsNotUnderstoodStopsOnlyItsTableAndOnlyAtItsNextRows() throws {
        let scene = try scene()
        var maker = EventMaker()
        try scene.feed(Self.ddl(&maker, 1, "CREATE TABLE t (id INT PRIMARY KEY, a INT)"))
        try scene.feed(Self.row(&maker, 2, 1, 10))
        try scene.feed(Self.ddl(&maker, 3, "ALTER TABLE t TRANSMOGRIFY a INTO b"))
        try scene.feed(Self.ddl(&maker, 4, "CREATE TABLE other (id INT)"))
        let error = #expect(throws: BridgeError.self) { try scene.feed(Self.row(&maker, 5, 2, 20)) }
        #expect(error?.what.contains("not understood") == true)
    }

    @Test func aDefinitionThatDoesNotFitTheRowsIsNotUsed() throws {
        let scene = try scene()
        var maker = EventMaker()
        try scene.feed(Self.ddl(&maker, 1, "CREATE TABLE t (id INT PRIMARY KEY, a BIGINT)"))
        let error = #expect(throws: BridgeError.self) { try scene.feed(Self.row(&maker, 2, 1, 10)) }
        #expect(error?.what.contains("does not fit") == true)
    }

    @Test func afterThePositionWasSetStoredDefinitionsDoNotHold() throws {
        let tracker = SchemaTracker(flavour: .mysql) { _ in true }
        let stored = ResumePoint(checkpoint: .test(), definitions: ["g": [1, 0, 0, 0], "tdb\0t": [1, 2, 1, 0, 0x78]])
        #expect(SchemaHistory(tracker: tracker, start: stored).takeRecords().isEmpty)
        var moved = stored
        moved.checkpoint.generation = 2
        let history = SchemaHistory(tracker: SchemaTracker(flavour: .mysql) { _ in true }, start: moved)
        let records = history.takeRecords()
        #expect(records.contains(SchemaRecord(key: "tdb\0t", value: [])))
        #expect(records.last == SchemaRecord(key: "g", value: [2, 0, 0, 0]))
        #expect(history.takeRecords().isEmpty)
    }

    @Test(arguments: ["orders", "_orders_gho", "_orders_new", "__orders_new", "_orders_del", "_orders_old"])
    func standInsOfCapturedTablesAreStored(_ table: String) throws {
        let pipelines = [try SourcePipeline.rules([SourcePipeline.rule("db.orders", "x")])]
        #expect(SchemaHistory.stores(.init(database: "db", table: table), pipelines))
        #expect(!SchemaHistory.stores(.init(database: "db", table: table + "x"), pipelines))
    }
}
