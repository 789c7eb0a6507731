import Binlog
import MySQLSource
import Schema
import Testing

@testable import Views

extension AgainstMariaDB {
    /// Every type of column that a view may read, beside the server.
    @Suite(.serialized) struct TypeTests {
        private static func column(
            _ name: String, _ sql: String, _ definition: ColumnDefinition,
            _ value: @escaping @Sendable (inout SeededGenerator) -> TestValue
        ) -> TestTable.Column {
            .optional(TestTable.Column(definition: definition, sql: sql, value: value))
        }

        static let table = TestTable(
            name: "kinds",
            columns: [
                .integer("id", 1...6),
                column("u", "INT UNSIGNED", ColumnDefinition(name: "u", type: .long, isUnsigned: true)) {
                    .integer($0.pick([0, 7, 4_294_967_295]))
                },
                column("b", "BIGINT", ColumnDefinition(name: "b", type: .longlong)) {
                    .integer($0.pick([.min, -3, 0, 12, .max]))
                },
                column("ub", "BIGINT UNSIGNED", ColumnDefinition(name: "ub", type: .longlong, isUnsigned: true)) {
                    .integer($0.pick([0, 5, .max]))
                },
                column("f", "FLOAT", ColumnDefinition(name: "f", type: .float)) {
                    .real($0.pick([0.1, -2.5, 16_777_216, 1e10, 0.000_02, 3]))
                },
                column("g", "DOUBLE", ColumnDefinition(name: "g", type: .double)) {
                    .real($0.pick([0.1, 0.2, 0.7, -2.5, 1e20, 1e-5, 3]))
                },
                column("dw", "DECIMAL(40,20)", ColumnDefinition(name: "dw", type: .newDecimal, metadata: 40 << 8 | 20))
                {
                    .decimal(
                        $0.pick(["0.00000000000000000001", "-12345678901234567890.5", "7", "99999999999999999999.9"]))
                },
                column("ts", "TIMESTAMP", ColumnDefinition(name: "ts", type: .timestamp2)) {
                    .moment(1_700_000_000 + Int64.random(in: 0...3, using: &$0) * 86_399)
                },
                column("ti", "TIME", ColumnDefinition(name: "ti", type: .time2)) {
                    .clock($0.pick([0, -3_723, 36_610, 3_020_399]))
                },
                column("y", "YEAR", ColumnDefinition(name: "y", type: .year, isUnsigned: true)) {
                    .year($0.pick([1999, 2024, 2155]))
                },
                column(
                    "la", "VARCHAR(20) CHARSET latin1",
                    ColumnDefinition(
                        name: "la", type: .varchar, metadata: 20, collation: 8)
                ) { .latin($0.pick(["a", "é", "ß", "zz"])) },
                column(
                    "uc", "VARCHAR(20) COLLATE utf8mb4_unicode_ci",
                    ColumnDefinition(
                        name: "uc", type: .varchar, metadata: 80, collation: 224)
                ) { .text($0.pick(["a", "ä", "b", "ß", ""])) },
                column(
                    "st", "SET('a','b','c')",
                    ColumnDefinition(
                        name: "st", type: .set, metadata: 1, collation: 45, members: ["a", "b", "c"])
                ) {
                    .members(UInt64.random(in: 0...7, using: &$0))
                },
            ])

        static let queries = [
            "SELECT * FROM shop.kinds",
            "SELECT id, SUM(u), SUM(ub), AVG(ub), SUM(dw), AVG(dw), MIN(dw), MAX(dw) FROM shop.kinds GROUP BY id",
            "SELECT id, MIN(f), MAX(f), MIN(g), MAX(g), MIN(ts), MAX(ti), MIN(y), MAX(y) FROM shop.kinds GROUP BY id",
            "SELECT id, MIN(b), MAX(b), MIN(ub), MAX(ub), COUNT(DISTINCT b), COUNT(DISTINCT dw) FROM shop.kinds GROUP BY id",
            "SELECT f, COUNT(*) FROM shop.kinds GROUP BY f", "SELECT g, COUNT(*) FROM shop.kinds GROUP BY g",
            "SELECT ts, ti, y, COUNT(*) FROM shop.kinds GROUP BY ts, ti, y",
            "SELECT st, la, COUNT(*), COUNT(DISTINCT st) FROM shop.kinds GROUP BY st, la",
            "SELECT UPPER(la), CONCAT(la, '-'), LENGTH(uc), HEX(uc) FROM shop.kinds",
            "SELECT MIN(la), MAX(la), MIN(st), MAX(st), COUNT(DISTINCT uc) FROM shop.kinds",
            "SELECT HOUR(ti), MINUTE(ti), UNIX_TIMESTAMP(ts), ts + INTERVAL 1 DAY, DATE(ts) FROM shop.kinds",
            "SELECT CAST(b AS DECIMAL(20,0)) + 1, CAST(ub AS SIGNED), CAST(b AS UNSIGNED), CAST(g AS DECIMAL(30,3)) FROM shop.kinds",
            "SELECT u - 5 AS x, COUNT(*) FROM shop.kinds WHERE u > 5 GROUP BY x",
            "SELECT dw * 3, dw / 7, -dw, f + 0, f * 2, g / 3 FROM shop.kinds",
            "SELECT id, b, ub FROM shop.kinds ORDER BY b, ub DESC, id LIMIT 9",
            "SELECT g, f, dw FROM shop.kinds ORDER BY g, f DESC, dw LIMIT 9",
            "SELECT la, id FROM shop.kinds ORDER BY la DESC, id LIMIT 9",
            "SELECT st, ti, ts, id FROM shop.kinds ORDER BY st DESC, ti, ts, id LIMIT 9",
            "SELECT a.id, b.u FROM shop.kinds a JOIN shop.kinds b ON a.ub = b.dw",
            "SELECT a.id, b.id FROM shop.kinds a JOIN shop.kinds b ON a.uc = b.uc AND a.y = b.y",
            "SELECT a.id, b.id FROM shop.kinds a JOIN shop.kinds b ON a.g = b.b",
            "SELECT a.id, b.id FROM shop.kinds a LEFT JOIN shop.kinds b ON a.ts = b.ts AND b.st = 'a,b'",
            "SELECT GREATEST(u, ub), LEAST(dw, b), LEAST(f, g), GREATEST(la, 'b'), LEAST(ts, TIMESTAMP '2023-11-15 00:00:00') FROM shop.kinds",
        ]

        @Test func `every type gives what the server gives`() throws {
            guard let port = ServerAtHand.port else { return }
            let connection = try ServerAtHand.connect(port)
            try connection.query("CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4")
            try connection.query("DROP TABLE IF EXISTS shop.kinds")
            try connection.query(Self.table.create)
            var random = SeededGenerator(seed: testSeed)
            let rows = (0..<50).map { _ in Self.table.row(&random) }
            let values = rows.map { "(\($0.map(\.sql).joined(separator: ",")))" }.joined(separator: ",")
            try connection.query("INSERT INTO shop.kinds VALUES \(values)")
            for text in Self.queries {
                do { try compare(text, rows, connection) } catch { Issue.record("\(text): \(error)") }
            }
        }

        private func compare(_ text: String, _ rows: [[TestValue]], _ connection: MySQLConnection) throws {
            let query = try ViewQuery(text)
            let view = try View(query, tables: query.tables.map { _ in Self.table.definition })
            for row in rows {
                let values = RowValues(row, Self.table.definition)
                for table in query.tables.indices { try view.apply(table, row: values.values, weight: 1) }
            }
            _ = try view.commit()
            let answer = try connection.query(text).map { $0.map { $0 ?? "NULL" }.joined(separator: "|") }
            let found = view.rows().map(ViewDriver.text)
            let isOrdered = text.contains("LIMIT")
            let pairs = isOrdered ? zip(found, answer) : zip(found.sorted(), answer.sorted())
            if let (one, other) = pairs.first(where: { $0 != $1 }) {
                Issue.record("\(text): \(one) where the server says \(other)")
            }
            #expect(found.count == answer.count, "\(text)")
        }
    }
}
