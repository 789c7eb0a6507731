import Testing

@testable import Views

@Suite struct RandomChangesTests {
    @Test func `the list of queries is read`() { #expect(QueryList.entries.count >= 50) }

    /// What it gives for rows that were only put in is compared with a server elsewhere.
    @Test(arguments: QueryList.entries)
    func `after any changes a view is as if it had been made of the rows that are left`(query: QueryList.Entry) throws {
        var changes = RandomChanges(seed: testSeed)
        let driver = try ViewDriver(query.view)
        for _ in 0..<12 {
            try changes.apply(25, to: [driver])
            let fresh = try ViewDriver(query.view)
            for table in TestTable.all {
                for row in changes.rows[table.name] ?? [] { try fresh.apply(table, row, 1) }
            }
            try fresh.commit()
            let texts = driver.texts()
            #expect(texts == fresh.texts(), "seed \(testSeed)")
            #expect(texts == driver.heardTexts(), "seed \(testSeed)")
            #expect(driver.view.rowCount == texts.count)
            #expect(driver.view.isComplete)
        }
    }
}
