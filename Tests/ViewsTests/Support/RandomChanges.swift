/// Random inserts, updates and deletes over the test tables, with the rows that are there.
struct RandomChanges {
    var random: SeededGenerator
    private(set) var rows: [String: [[TestValue]]] = [:]
    private let tables: [TestTable]

    init(seed: UInt64, tables: [TestTable] = TestTable.all) {
        random = SeededGenerator(seed: seed)
        self.tables = tables
    }

    /// One change: the images that go and come.
    mutating func next() -> (table: TestTable, removed: [TestValue]?, added: [TestValue]?) {
        let table = random.pick(tables)
        var present = rows[table.name] ?? []
        let aim = table.name == "buyers" ? 10 : 60
        let kind = present.isEmpty ? 0 : Int.random(in: 0..<100, using: &random)
        defer { rows[table.name] = present }
        if kind < (present.count < aim ? 50 : 20) {
            let row = table.row(&random)
            present.append(row)
            return (table, nil, row)
        }
        let index = Int.random(in: 0..<present.count, using: &random)
        let old = present[index]
        if kind < 70 {
            var row = old
            // Often one column alone.
            let changed = random.chance(60) ? [Int.random(in: row.indices, using: &random)] : Array(row.indices)
            let other = table.row(&random)
            for column in changed { row[column] = other[column] }
            present[index] = row
            return (table, old, row)
        }
        present.remove(at: index)
        return (table, old, nil)
    }

    /// Applies some changes as one transaction.
    mutating func apply(_ count: Int, to drivers: [ViewDriver]) throws {
        for _ in 0..<count {
            let change = next()
            for driver in drivers {
                if let removed = change.removed { try driver.apply(change.table, removed, -1) }
                if let added = change.added { try driver.apply(change.table, added, 1) }
            }
        }
        for driver in drivers { try driver.commit() }
    }
}
