import Binlog
import Expressions
import Schema
import Testing

@Suite struct CompiledExpressionTests {
    @Test(arguments: [
        ("status <> 'DRAFT' AND amount >= 10", Verdict.isTrue), ("status = 'new'", .isFalse),
        ("note = 'x'", .isUnknown),
        ("note IS NULL", .isTrue), ("note <=> NULL", .isTrue), ("note = 'x' OR id = 1", .isTrue),
        ("note = 'x' AND id = 1", .isUnknown), ("note = 'x' AND id = 2", .isFalse), ("NOT note = 'x'", .isUnknown),
        ("status IN ('OLD', 'NEW')", .isTrue), ("status IN ('OLD', NULL)", .isUnknown), ("id NOT IN (2, 3)", .isTrue),
        ("id IN (NULL, 1)", .isTrue), ("id NOT IN (NULL, 2)", .isUnknown), ("amount = 12.5", .isTrue),
        ("amount * 2 = 25.00", .isTrue), ("amount BETWEEN 12.49 AND 12.51", .isTrue), ("status LIKE 'N_W'", .isTrue),
        ("created > '2023-11-14 22:13:20'", .isTrue), ("created = TIMESTAMP '2023-11-14 22:13:20.5'", .isTrue),
        ("YEAR(created) = 2023 AND MONTH(created) = 11", .isTrue), ("kind = 'a'", .isTrue), ("kind = 1", .isTrue),
        ("kind = '2'", .isFalse), ("payload IS NULL", .isTrue), ("ORDERS.id = 1", .isTrue), ("STATUS = 'NEW'", .isTrue),
        ("COALESCE(note, status) = 'NEW'", .isTrue), ("IF(id = 1, 'a', 'b') = 'a' COLLATE utf8mb4_bin", .isTrue),
        ("status = 'NEW  '", .isTrue), ("status COLLATE utf8mb4_nopad_bin = 'NEW '", .isFalse),
        ("NULL", .isUnknown), ("id - 1", .isFalse), ("status", .isFalse),
    ])
    func conditionsOverARow(text: String, expected: Verdict) throws {
        let text = text.replacing("ORDERS.", with: "orders.")
        #expect(try OrdersTable.verdict(text) == expected)
    }

    @Test(arguments: [
        ("stauts = 'NEW'", ExpressionError.Code.unknownColumn, 1), ("id = 1 AND items.id = 2", .unknownColumn, 12),
        ("payload = '{}'", .unsupported, 1), ("created > 20230101", .unsupported, 11),
        ("created > 'yesterday'", .unsupported, 11), ("created > '2023-02-30'", .unsupported, 11),
        ("'a' = 'a'", .unsupported, 5),
        ("status COLLATE utf8mb4_bin = note COLLATE utf8mb4_nopad_bin", .unsupported, 28),
        ("status COLLATE latin1_bin = 'x'", .unsupported, 8), ("id = '1x'", .unsupported, 6),
        ("id IN (1, 'a')", .unsupported, 4), ("amount / 3 + 1 = 5", .unsupported, 8), ("id LIKE '1%'", .unsupported, 1),
        ("kind + 1 = 2", .unsupported, 1), ("CASE WHEN id THEN 'a' ELSE 1 END = 'a'", .unsupported, 19),
        ("amount * 1000000000000000000000000000000000000000000000000000000000.1 = 1", .unsupported, 8),
        ("status COLLATE no_such_ci = 'x'", .unsupported, 8), ("created", .unsupported, 1),
    ])
    func whatTheServersWouldNotDoAlikeIsRefused(text: String, code: ExpressionError.Code, column: Int) {
        let error = #expect(throws: ExpressionError.self) { try OrdersTable.compile(text) }
        #expect(error?.code == code)
        #expect(error?.column == column)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func anAbsentColumnIsNoNull() throws {
        let row = OrdersTable.row()
        row[1] = .absent
        #expect(throws: EvaluationFault.absentColumn(1)) { try OrdersTable.verdict("status = 'NEW'", row) }
        #expect(throws: EvaluationFault.absentColumn(1)) { try OrdersTable.verdict("status IS NULL", row) }
        #expect(try OrdersTable.verdict("id = 2 AND status = 'NEW'", row) == .isFalse)
        row[6] = .absent
        #expect(throws: EvaluationFault.absentColumn(6)) { try OrdersTable.verdict("payload IS NULL", row) }
    }

    @Test func numbersOutOfRangeAreFaultsAsInTheServer() throws {
        let row = OrdersTable.row(id: .max)
        #expect(throws: EvaluationFault.outOfRange) { try OrdersTable.verdict("id + 1 > 0", row) }
        #expect(throws: EvaluationFault.outOfRange) { try OrdersTable.verdict("1 - id < 0", row) }
        #expect(throws: EvaluationFault.outOfRange) { try OrdersTable.verdict("-id < 0", row) }
        #expect(try OrdersTable.verdict("id = 18446744073709551615", row) == .isTrue)
        #expect(try OrdersTable.verdict("id > -1", row) == .isTrue)
    }

    @Test func valuesThatDoNotFitTheTypeAreFaults() throws {
        let row = OrdersTable.row(kind: 4)
        #expect(throws: EvaluationFault.malformedValue(5)) { try OrdersTable.verdict("kind = 'a'", row) }
        row[2] = .decimal(PackedDecimal(bytes: row.keep([0x80, 0xFF, 0xFF, 0xFF, 0xFF]), precision: 10, scale: 2))
        #expect(throws: EvaluationFault.malformedValue(2)) { try OrdersTable.verdict("amount > 1", row) }
        row[0] = .null
        row[1] = .signed(5)
        #expect(throws: EvaluationFault.malformedValue(1)) { try OrdersTable.verdict("status = 'NEW'", row) }
    }

    @Test func theColumnsThatAreReadAreKnown() throws {
        #expect(try OrdersTable.compile("amount > 1 OR status = 'a' OR amount < 0").columns == [1, 2])
    }

    @Test func textsOfOtherCharactersSetsAreConverted() throws {
        let column = ColumnDefinition(name: "c", type: .varchar, metadata: 40, collation: 47)
        let table = TableDefinition(database: "d", table: "t", columns: [column], primaryKey: [])
        let row = RowValues(count: 1)
        row[0] = .bytes(row.keep([0x80, 0xE4]))
        let expression = try CompiledExpression(try SQLExpression("c COLLATE utf8mb4_bin = '€ä'"), table: table)
        #expect(try expression.evaluate(row.values) == .isTrue)
    }

    @Test func aBinaryColumnHasItsTrailingZeros() throws {
        let column = ColumnDefinition(name: "c", type: .string, metadata: 4, collation: 63)
        let table = TableDefinition(database: "d", table: "t", columns: [column], primaryKey: [])
        let row = RowValues(count: 1)
        row[0] = .bytes(row.keep([0x61]))
        for (text, expected) in [
            ("c = X'61000000'", Verdict.isTrue), ("c = 'a'", .isFalse), ("LENGTH(c) = 4", .isTrue),
        ] {
            let expression = try CompiledExpression(try SQLExpression(text), table: table)
            #expect(try expression.evaluate(row.values) == expected, "\(text)")
        }
    }
}
