import MySQLSource
import Testing

@testable import Views

extension AgainstMariaDB {
    /// Scalar functions of views, row by row beside the server.
    @Suite(.serialized) struct FunctionTests {
        static let expressions = [
            "ROUND(amount)", "ROUND(amount, 1)", "ROUND(fee, 7)", "ROUND(fee / 7, 3)", "ROUND(amount, -1)",
            "ROUND(`rank`)",
            "ROUND(id, -2)", "ROUND(-id, -1)", "TRUNCATE(fee, 2)", "TRUNCATE(amount / 3, 1)", "TRUNCATE(id, -1)",
            "FLOOR(amount)", "CEIL(amount)", "FLOOR(fee / 7)", "CEILING(fee)", "FLOOR(-amount)", "FLOOR(id)",
            "SIGN(amount)", "SIGN(`rank`)", "SIGN(weight)", "GREATEST(amount, fee)", "LEAST(amount, fee, id)",
            "GREATEST(`rank`, 1)", "LEAST(weight, 0)", "GREATEST(note, 'aa')", "LEAST(day, DATE '2024-01-01')",
            "LOWER(province)", "UPPER(province)", "UPPER(note)", "CONCAT(province, '-', id)",
            "CONCAT(amount, ' / ', fee)",
            "CONCAT(fee / 3, '')", "CONCAT_WS(',', province, note, id, `rank`)", "REPLACE(province, 'e', 'EE')",
            "REPLACE(province, 'H', '')", "REVERSE(province)", "LPAD(province, 8, '*-')", "RPAD(province, 3, 'x')",
            "LPAD(note, 4, '0')", "RPAD(province, 7, 'é')", "LPAD(province, 9, '')", "LTRIM('  x ')",
            "CONCAT('[', RTRIM(CONCAT(province, '  ')), ']')", "HEX(note)", "HEX(id)", "WEEKDAY(day)", "DAYOFWEEK(day)",
            "DAYOFYEAR(created)", "LAST_DAY(created)", "LAST_DAY(day)", "DATEDIFF(created, day)",
            "DATEDIFF(day, '2023-12-31')", "DAYNAME(day)", "MONTHNAME(day)",
            "DATE_FORMAT(created, '%Y-%m-%d %H:%i:%s %p %h %l %k %T %r')",
            "DATE_FORMAT(day, '%W %a %M %b %D %j %w %e %c %y %% x')", "DATE_FORMAT(created, '%f %S %I')",
            "day + INTERVAL 1 MONTH", "day - INTERVAL 1 YEAR", "DATE_ADD(day, INTERVAL 36 HOUR)",
            "DATE_SUB(created, INTERVAL 90 MINUTE)", "created + INTERVAL -3 WEEK", "DATE_ADD(day, INTERVAL 1 QUARTER)",
            "created + INTERVAL 5 MICROSECOND", "TIMESTAMPDIFF(MONTH, day, created)",
            "TIMESTAMPDIFF(DAY, created, day)",
            "TIMESTAMPDIFF(HOUR, day, created)", "TIMESTAMPDIFF(YEAR, '2020-02-29', day)",
            "TIMESTAMPDIFF(QUARTER, created, day)", "TIMESTAMPDIFF(SECOND, created, day)", "UNIX_TIMESTAMP(created)",
            "UNIX_TIMESTAMP(day)", "CAST(amount AS SIGNED)", "CAST(fee AS SIGNED)", "CAST(`rank` AS UNSIGNED)",
            "CAST(id AS CHAR)", "CAST(amount AS CHAR)", "CAST(amount AS DECIMAL(10,1))", "CAST(fee AS DECIMAL(4,2))",
            "CAST(weight AS DECIMAL(10,2))", "CAST(weight / 3 AS DECIMAL(20,8))", "CAST(id AS DECIMAL(20,3))",
            "CAST(amount AS DOUBLE)", "CAST(created AS DATE)", "CAST(day AS DATETIME)", "CAST(created AS DATETIME(3))",
            "amount / 0", "7 / 3", "id / 7 * 7", "amount * fee * 1.5", "id DIV 7", "id % 7", "-`rank`", "weight * 2",
            "weight / 3", "amount + weight", "NOT `rank`", "`rank` BETWEEN -1 AND 2", "note IN ('a', 'b')",
            "note LIKE '_b'", "COALESCE(`rank`, amount)", "IF(`rank` > 0, amount, fee)", "NULLIF(note, 'a')",
            "CASE status WHEN 'PAID' THEN 1 WHEN 'CREATED' THEN 2 END", "status", "LENGTH(note)",
            "CHAR_LENGTH(province)", "LEFT(province, 2)", "SUBSTRING(province, 2, 3)", "YEAR(day)", "DATE(created)",
            "created", "day", "`rank` <=> NULL", "amount = 1 OR `rank` IS NULL", "ABS(amount - fee)",
            "id = 1 XOR `rank` = 1",
            "LOCATE('b', note)", "LOCATE('1', province)", "POSITION('e' IN province COLLATE utf8mb4_bin)",
            "INSTR(note, '中')", "LOCATE('b', note, `rank`)", "SUBSTRING_INDEX(province, 'e', -1)",
            "SUBSTRING_INDEX(amount, '.', 1)", "REPEAT(note, `rank`)", "ASCII(province)", "ASCII(amount)",
            "FIELD(status, 'SHIPPED', 'CREATED')", "FIELD(`rank`, 1, -1, buyer)", "FIELD(province, 'hebei', note)",
            "WEEK(day)", "WEEK(created, 3)", "YEARWEEK(day)", "YEARWEEK(created, 1)", "WEEKOFYEAR(day)", "TO_DAYS(day)",
            "EXTRACT(YEAR_MONTH FROM day)", "EXTRACT(HOUR_SECOND FROM created)", "TIME_TO_SEC(created)",
            "SEC_TO_TIME(id)", "SEC_TO_TIME(-id * 60)", "SQRT(amount)", "SQRT(weight)", "SQRT(id)",
        ]

        /// Floating-point results, of which the server shows more or fewer digits than it takes to tell them apart.
        static let rounded = [
            "ROUND(weight)", "ROUND(weight, 1)", "ROUND(weight / 7, 3)", "ROUND(weight, -2)", "TRUNCATE(weight, 1)",
            "FLOOR(weight)", "CEIL(weight)", "FLOOR(weight) * 10 - id", "ROUND(COALESCE(weight, 0), 2)",
            "GREATEST(ROUND(weight, 1), 0)", "IF(id > 5, ROUND(weight, 2), amount)",
            "CAST(ROUND(weight, 1) AS DOUBLE) * 3",
            "CAST(ROUND(weight, 1) AS DECIMAL(20,3))", "-ROUND(weight, 1)", "NULLIF(ROUND(weight), 3)",
        ]

        @Test(arguments: [false, true]) func `functions give what the server gives`(areRounded: Bool) throws {
            guard let port = ServerAtHand.port else { return }
            let connection = try ServerAtHand.connect(port)
            try connection.query("CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4")
            try connection.query("DROP TABLE IF EXISTS shop.orders")
            try connection.query(TestTable.orders.create)
            var random = SeededGenerator(seed: testSeed)
            let rows = (0..<80).map { _ in TestTable.orders.row(&random) }
            let values = rows.map { "(\($0.map(\.sql).joined(separator: ",")))" }.joined(separator: ",")
            try connection.query("INSERT INTO shop.orders VALUES \(values)")
            for expression in areRounded ? Self.rounded : Self.expressions {
                for text in [
                    "SELECT id, \(expression) AS x FROM shop.orders",
                    "SELECT \(expression) AS x, COUNT(*) FROM shop.orders GROUP BY x",
                    "SELECT province, MIN(\(expression)), MAX(\(expression)) FROM shop.orders GROUP BY province",
                ] {
                    let driver: ViewDriver
                    do { driver = try ViewDriver(text) } catch {
                        Issue.record("\(text): \(error)")
                        continue
                    }
                    for row in rows { try driver.apply(.orders, row, 1) }
                    try driver.commit()
                    let shown = { (text: String) in areRounded ? Double(text).map { "\($0)" } ?? text : text }
                    let answer = try connection.query(text).map { row in
                        row.map { shown($0 ?? "NULL") }.joined(separator: "|")
                    }.sorted()
                    let found = driver.view.rows().map { row in
                        row.values.map { shown($0.text ?? "NULL") }.joined(separator: "|")
                    }.sorted()
                    if let (one, other) = zip(found, answer).first(where: { $0 != $1 }) {
                        Issue.record("\(text): \(one) where the server says \(other)")
                    } else {
                        #expect(found.count == answer.count, "\(text)")
                    }
                }
            }
        }

        @Test(arguments: [(45 as UInt32, "utf8mb4_general_ci"), (246, "utf8mb4_unicode_520_ci"), (46, "utf8mb4_bin")])
        func `letters change their case as on the server`(number: UInt32, collation: String) throws {
            guard let port = ServerAtHand.port else { return }
            let connection = try ServerAtHand.connect(port)
            let table = TestTable(name: "letters", columns: [.text("s", collation: number, collation, [""])])
            try connection.query("CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4")
            try connection.query("DROP TABLE IF EXISTS shop.letters")
            try connection.query("CREATE TABLE shop.letters (n INT, s VARCHAR(4000) COLLATE \(collation))")
            var differences: [String] = []
            for start in stride(from: UInt32(0x80), to: 0x10480, by: 512) where start < 0xD800 || start >= 0xE000 {
                let text = (start..<(start + 512)).compactMap { Unicode.Scalar($0).map { Character($0) } }
                let scalars = String(text)
                try connection.query("DELETE FROM shop.letters")
                try connection.query("INSERT INTO shop.letters VALUES (1, '\(scalars)')")
                let query = "SELECT LOWER(s), UPPER(s) FROM shop.letters"
                let view = try View(ViewQuery(query), tables: [table.definition])
                let row = RowValues([.text(scalars)], table.definition)
                try view.apply(0, row: row.values, weight: 1)
                _ = try view.commit()
                let answer = try connection.query(query)[0].map { $0 ?? "" }
                let found = view.rows()[0].values.map { $0.text ?? "" }
                for (one, other) in zip(found, answer) {
                    for (left, right) in zip(one.unicodeScalars, other.unicodeScalars) where left != right {
                        differences.append(String(left.value, radix: 16) + "≠" + String(right.value, radix: 16))
                    }
                }
            }
            #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(60))")
        }
    }
}
