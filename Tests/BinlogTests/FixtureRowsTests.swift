import Testing

@testable import Binlog

/// Rows of real files against what the server's own SELECT printed.
struct FixtureRowsTests {
    private func trace(_ fixture: Fixture) throws -> [RowTrace.Change] {
        var trace = RowTrace(flavour: fixture.flavour)
        try forEachEvent(of: fixture.binlog) { try trace.take($0) }
        return trace.changes
    }

    /// Compares numbers as numbers (the server and Swift print a double's exponent differently), all else as text.
    private func expectEqual(_ found: [String], _ golden: [String], _ where: String) {
        #expect(found.count == golden.count)
        for (index, (one, other)) in zip(found, golden).enumerated() {
            if index == 15 || index == 16, let a = Double(one), let b = Double(other) {
                #expect(a == b, "\(`where`), column \(index)")
            } else {
                #expect(one == other, "\(`where`), column \(index)")
            }
        }
    }

    @Test(arguments: Fixture.both)
    func everyInsertedValueIsTheOneThatTheServerPrints(_ fixture: Fixture) throws {
        let inserts = try trace(fixture).filter { $0.table == "every_type" && $0.operation == .insert }
        let golden = try #require(fixture.golden["inserted"])
        #expect(inserts.count == 6 && golden.count == 6)
        for row in golden {
            let change = try #require(inserts.first { $0.after[0] == row[0] })
            expectEqual(change.after, row, "row \(row[0])")
        }
    }

    @Test(arguments: Fixture.both)
    func anUpdateHasTheRowBeforeAndAfter(_ fixture: Fixture) throws {
        let changes = try trace(fixture).filter { $0.table == "every_type" && $0.operation == .update }
        let golden = try fixture.golden
        let (inserted, updated) = (try #require(golden["inserted"]), try #require(golden["updated"]))
        let whole = changes.filter { !$0.after.contains("ABSENT") }
        #expect(whole.map { $0.after[0] } == ["0", "1", "2"])
        for change in whole {
            expectEqual(change.before, try #require(inserted.first { $0[0] == change.before[0] }), "before")
            expectEqual(change.after, try #require(updated.first { $0[0] == change.after[0] }), "after")
        }
    }

    @Test(arguments: Fixture.both)
    func aMinimalImageLeavesOtherColumnsAbsent(_ fixture: Fixture) throws {
        let change = try #require(
            trace(fixture).first { $0.table == "every_type" && $0.after.contains("ABSENT") }
        )
        #expect(change.before[0] == "3" && change.before.dropFirst().allSatisfy { $0 == "ABSENT" })
        #expect(change.after[2] == "6" && change.after.filter { $0 != "ABSENT" }.count == 1)
    }

    @Test(arguments: Fixture.both)
    func aDeleteHasTheRowBefore(_ fixture: Fixture) throws {
        let changes = try trace(fixture).filter { $0.table == "every_type" && $0.operation == .delete }
        let golden = try #require(fixture.golden["minimal"])
        #expect(changes.count == 6 && golden.count == 6)
        for (change, row) in zip(changes, golden) { expectEqual(change.before, row, "row \(row[0])") }
    }

    @Test
    func timesOfTheOldFormatAreRead() throws {
        let rows = try trace(.mariadb).filter { $0.table == "old_times" }.map(\.after)
        #expect(
            rows == [
                ["-838:59:59", "9999-12-31 23:59:59", "2038-01-19 03:14:07"],
                ["00:00:01", "0000-00-00 00:00:00", "0000-00-00 00:00:00"],
                ["12:34:56", "2024-02-29 12:34:56", "2024-02-29 12:34:56"],
            ]
        )
    }

    @Test(arguments: Fixture.both)
    func rowsOfARolledBackSavepointAreNotThere(_ fixture: Fixture) throws {
        let numbers = try trace(fixture).filter { $0.table == "u" }.map { $0.after[0] }
        #expect(numbers == (fixture.name == "mysql-9.7" ? ["1", "2", "4", "5", "6", "7"] : ["1", "2", "4", "5"]))
    }
}
