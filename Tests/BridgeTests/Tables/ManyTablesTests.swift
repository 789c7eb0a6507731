import Testing

@testable import Bridge

@Suite struct ManyTablesTests {
    @Test func aStatementOnTwoTablesIsReadWhereManyTablesAreKnown() throws {
        var maker = EventMaker()
        var events = [maker.gtid(1), maker.query("BEGIN")]
        for number in 0..<9_999 { events.append(maker.tableMap("other\(number)", id: 60)) }
        events += [maker.xid(), maker.gtid(2), maker.query("BEGIN")]
        events += [maker.tableMap("t", id: 50), maker.tableMap("u", id: 51), maker.insert(1, table: 50), maker.xid()]
        let scene = try DecoderScene(
            .test(.mysqlGTID), [.rules([SourcePipeline.rule("db.t", "{source}.{database}.{table}")])])
        #expect(try scene.keys(after: events) == [#"{"id":1}"#])
    }
}
