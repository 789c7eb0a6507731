import Testing

@testable import Views

@Suite struct WindowTests {
    private static func order(_ id: Int64, at minute: Int64) -> [TestValue] {
        var row = ViewTests.order(id)
        row[9] = .moment(1_700_000_040 + minute * 60)
        return row
    }

    @Test func `windows behind the retention go, and what comes for them later is late`() throws {
        var options = ViewOptions()
        options.retentionSeconds = 1200
        let driver = try ViewDriver(
            "SELECT TUMBLE(created, INTERVAL 10 MINUTE) AS start, COUNT(*) FROM shop.orders GROUP BY start",
            options: options)
        for minute in [0, 3, 12, 25] as [Int64] { try driver.apply(.orders, Self.order(minute, at: minute), 1) }
        try driver.commit()
        #expect(
            driver.texts() == ["2023-11-14 22:10:00|2", "2023-11-14 22:20:00|1", "2023-11-14 22:30:00|1"])
        try driver.apply(.orders, Self.order(5, at: 31), 1)
        let delta = try driver.commit()
        #expect(delta.removed.count == 1 && delta.added.count == 1)
        try driver.apply(.orders, Self.order(3, at: 3), -1)
        try driver.apply(.orders, Self.order(6, at: 2), 1)
        #expect(try driver.commit().isEmpty)
        #expect(
            driver.texts() == ["2023-11-14 22:20:00|1", "2023-11-14 22:30:00|1", "2023-11-14 22:40:00|1"])
        #expect(driver.heardTexts() == driver.texts())
        #expect(driver.view.lateRows == 2 && driver.view.isComplete)
    }

    @Test func `a row dated far ahead of its commit makes no window old`() throws {
        var options = ViewOptions()
        options.retentionSeconds = 2 * 86_400
        let driver = try ViewDriver(
            "SELECT TUMBLE(created, INTERVAL 1 DAY) AS start, COUNT(*) FROM shop.orders GROUP BY start",
            options: options)
        let day: Int64 = 1_440
        driver.view.committed(atMilliseconds: 1_700_000_040_000)
        // A year ahead; then now, yesterday, and tomorrow in another time zone.
        for minute in [365 * day, 0, -day, 13 * 60] as [Int64] {
            try driver.apply(.orders, Self.order(minute, at: minute), 1)
        }
        try driver.commit()
        #expect(
            driver.texts() == [
                "2023-11-13 00:00:00|1", "2023-11-14 00:00:00|1", "2023-11-15 00:00:00|1", "2024-11-13 00:00:00|1",
            ])
        // Two days later the time of commits alone has left the first behind.
        driver.view.committed(atMilliseconds: 1_700_000_040_000 + 2 * 86_400_000)
        try driver.apply(.orders, Self.order(1, at: 366 * day), 1)
        try driver.commit()
        #expect(driver.texts().first == "2023-11-15 00:00:00|1")
        #expect(driver.heardTexts() == driver.texts())
    }

    @Test func `a truncated table leaves nothing`() throws {
        for entry in QueryList.entries {
            let driver = try ViewDriver(entry.view)
            let empty = driver.texts()
            var changes = RandomChanges(seed: testSeed)
            try changes.apply(80, to: [driver])
            for index in driver.query.tables.indices { try driver.view.truncate(index) }
            try driver.commit()
            #expect(driver.texts() == empty, "\(entry.view)")
            #expect(driver.heardTexts() == empty, "\(entry.view)")
            #expect(driver.view.isComplete)
        }
    }
}
