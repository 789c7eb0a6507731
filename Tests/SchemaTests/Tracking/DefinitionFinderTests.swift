import Binlog
import Testing

@testable import Schema

/// Which definition counts for rows whose TABLE_MAP event does not name the columns.
struct DefinitionFinderTests {
    final class Lookup: TableLookup {
        var result: TableLookupResult
        var calls = 0
        init(_ result: TableLookupResult) { self.result = result }
        func lookUp(_ name: BinlogError.TableName, at place: BinlogPosition) -> TableLookupResult {
            calls += 1
            return result
        }
    }

    private static func bytes(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    /// db.t with these columns, all nullable.
    static func event(
        _ types: [UInt8], metadata: [UInt8] = [], fields: [UInt8] = [],
        _ flavour: FormatDescriptionEvent.Flavour = .mysql
    ) throws -> TableMapEvent {
        var body: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0] + bytes("db") + [0] + bytes("t") + [0]
        body += [UInt8(types.count)] + types + [UInt8(metadata.count)] + metadata + [0xFF] + fields
        let header = EventHeader(
            timestamp: 0, type: .tableMap, serverId: 1, eventLength: UInt32(body.count + 19), nextPosition: 500,
            flags: 0)
        return try body.withUnsafeBytes { try TableMapEvent(EventFrame(header: header, body: $0), flavour: flavour) }
    }

    static func now(_ columns: [(String, String)]) -> InformationSchemaTable? {
        InformationSchemaTable(
            flavour: .mysql, version: "9.7.0", table: [["BASE TABLE", "utf8mb4_0900_ai_ci"]],
            columns: columns.map {
                [$0.0, $0.1, "YES", $0.1.hasPrefix("varchar") ? "latin1_swedish_ci" : nil, nil, "", "", "", ""]
            },
            keys: [])
    }

    private func find(
        _ statements: [String], _ result: TableLookupResult?, _ event: TableMapEvent
    ) throws -> (TableDefinition?, SchemaError?, Int) {
        let tracker = SchemaTracker(flavour: .mysql) { _ in true }
        for sql in statements { _ = SchemaTrackerTests.run(sql, tracker) }
        let lookup = result.map { Lookup($0) }
        let finder = DefinitionFinder(tracker: tracker, lookup: lookup, needsDeclarations: false)
        do throws(SchemaError) {
            return (try finder.definition(for: event, at: .init(file: "b.1", position: 4)), nil, lookup?.calls ?? 0)
        } catch { return (nil, error, lookup?.calls ?? 0) }
    }

    @Test func aTrackedDefinitionThatFitsNeedsNoLookup() throws {
        let (definition, _, calls) = try find(
            ["CREATE TABLE t (a INT, b BIGINT UNSIGNED)"], .absent, try Self.event([3, 8], fields: [1, 1, 0x40]))
        #expect(
            definition?.columns.map(\.name) == ["a", "b"] && definition?.columns[1].isUnsigned == true && calls == 0)
    }

    @Test(arguments: [
        "CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, b INT)", "CREATE TABLE t (a INT, b BIGINT)",
        "CREATE TABLE t (a INT, b BIGINT UNSIGNED NOT NULL)", "CREATE TABLE t (a INT, b BIGINT UNSIGNED, c INT)",
    ])
    func oneThatDoesNotFitIsNotUsed(_ create: String) throws {
        let (definition, error, _) = try find([create], nil, try Self.event([3, 8], fields: [1, 1, 0x40]))
        #expect(definition == nil)
        guard case .definitionUnknown = error else { Issue.record("\(String(describing: error))"); return }
    }

    @Test func lengthsAndCharsetsHaveToFit() throws {
        // VARCHAR(10) in latin1: ten bytes.
        let event = try Self.event([15], metadata: [10, 0], fields: [2, 1, 8])
        #expect(try find(["CREATE TABLE t (a VARCHAR(10)) CHARSET latin1"], nil, event).0 != nil)
        #expect(try find(["CREATE TABLE t (a VARCHAR(11)) CHARSET latin1"], nil, event).0 == nil)
        #expect(try find(["CREATE TABLE t (a VARCHAR(10)) CHARSET latin2"], nil, event).0 == nil)
        #expect(try find(["CREATE TABLE t (a VARBINARY(10))"], nil, event).0 == nil)
        // The default of the database is not known: the event's charset counts.
        let (definition, _, _) = try find(["CREATE TABLE t (a VARCHAR(10))"], nil, event)
        #expect(definition?.columns[0].collation == 8)
    }

    @Test func informationSchemaCountsWhereTheBinlogSaysNothing() throws {
        let now = try #require(Self.now([("x", "int"), ("y", "varchar(10)")]))
        let event = try Self.event([3, 15], metadata: [10, 0], fields: [1, 1, 0, 2, 1, 8])
        let (definition, _, calls) = try find([], .found(now), event)
        #expect(definition?.columns.map(\.name) == ["x", "y"] && calls == 1)
        let other = try Self.event([3, 8], fields: [1, 1, 0])
        #expect(try find([], .found(now), other).1.map { !$0.isRetriable } == true)
    }

    @Test func afterAStatementThatWasNotUnderstoodTheOldDefinitionNeverCounts() throws {
        let statements = ["CREATE TABLE t (a INT, b INT)", "ALTER TABLE t TRANSMOGRIFY"]
        let event = try Self.event([3, 3], fields: [1, 1, 0])
        // It would fit, but the two columns may have swapped their names.
        #expect(try find(statements, nil, event).0 == nil)
        let now = try #require(Self.now([("b", "int"), ("a", "int")]))
        #expect(try find(statements, .found(now), event).0?.columns.map(\.name) == ["b", "a"])
        #expect(try find(statements, .changedSince("ALTER"), event).1.map { !$0.isRetriable } == true)
        #expect(try find(statements, .absent, event).1.map { !$0.isRetriable } == true)
        #expect(try find(statements, .failed("no connection"), event).1.map(\.isRetriable) == true)
    }

    @Test func anEventWithNamesDescribesItselfAndAsksNobody() throws {
        let names: [UInt8] = [4, 4] + Self.bytes("a") + Self.bytes("b")
        let event = try Self.event([3, 3], fields: [1, 1, 0] + names)
        let (definition, _, calls) = try find(["CREATE TABLE t (x INT, y INT)"], .failed("down"), event)
        #expect(definition?.columns.map(\.name) == ["a", "b"] && definition?.columns[0].declared == nil && calls == 0)
        let declared = try find(
            ["CREATE TABLE t (a INT, b INT(5) ZEROFILL)"], nil, try Self.event([3, 3], fields: [1, 1, 0x40] + names))
        #expect(declared.0?.columns[1].declared?.typeText == "int(5) unsigned zerofill")
    }

    @Test func aBinaryColumnOfAFullEventIsAUUIDOnlyIfSomebodySaysSo() throws {
        let fields: [UInt8] = [2, 1, 63, 4, 2] + Self.bytes("a")
        let event = try Self.event([254], metadata: [254, 16], fields: fields, .mariadb)
        let tracker = SchemaTracker(flavour: .mariadb) { _ in true }
        let lookup = Lookup(.failed("no rights"))
        let finder = DefinitionFinder(tracker: tracker, lookup: lookup, needsDeclarations: false)
        let place = BinlogPosition(file: "b.1", position: 4)
        // A lookup that fails stops nothing: it is done without.
        #expect(try finder.definition(for: event, at: place).columns[0].meaning == .plain && lookup.calls == 1)
        _ = SchemaTrackerTests.run("CREATE TABLE t (a UUID)", tracker)
        #expect(try finder.definition(for: event, at: place).columns[0].meaning == .uuid && lookup.calls == 1)
    }
}
