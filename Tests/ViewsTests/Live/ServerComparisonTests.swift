import MySQLSource
import Testing

@testable import Views

extension AgainstMariaDB {
    @Suite(.serialized) struct ServerComparisonTests {
        @Test func `views give what the server gives`() throws {
            guard let port = ServerAtHand.port else { return }
            let connection = try ServerAtHand.connect(port)
            try connection.query("CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4")
            var changes = RandomChanges(seed: testSeed)
            let entries = QueryList.entries
            let drivers = try entries.map { try ViewDriver($0.view) }
            for round in 0..<4 {
                try changes.apply(150, to: drivers)
                for table in TestTable.all { try fill(table, changes.rows[table.name] ?? [], connection) }
                for (entry, driver) in zip(entries, drivers) {
                    let answer = try connection.query(entry.server).map {
                        $0.map { $0 ?? "NULL" }.joined(separator: "|")
                    }
                    let found = driver.view.rows().map(ViewDriver.text)
                    #expect(
                        found.sorted() == answer.sorted(), "round \(round), seed \(testSeed): \(entry.view)")
                    if entry.view.contains("LIMIT") { #expect(found == answer, "\(entry.view)") }
                }
            }
        }

        private func fill(_ table: TestTable, _ rows: [[TestValue]], _ connection: MySQLConnection) throws {
            try connection.query("DROP TABLE IF EXISTS shop.\(table.name)")
            try connection.query(table.create)
            guard !rows.isEmpty else { return }
            let values = rows.map { "(\($0.map(\.sql).joined(separator: ",")))" }.joined(separator: ",")
            try connection.query("INSERT INTO shop.\(table.name) VALUES \(values)")
        }
    }
}
