import Testing

@testable import Expressions

@Suite struct ParserTests {
    /// Each gives true by the precedence of MySQL's manual, and something else by another.
    @Test(arguments: [
        "2 + 3 * 4 = 14", "2 * 3 + 4 = 10", "10 - 2 - 3 = 5", "NOT 1 = 2", "1 IN (2) = 0", "NOT 0 BETWEEN 1 AND 2",
        "1 OR 1 AND 0", "1 XOR 0 AND 0", "1 OR 1 XOR 1", "!0 + 1 = 2", "-2 + 3 = 1", "- -5 = 5", "1 = 1 = 1",
        "3 > 2 > 0", "NOT (1 = 2 IS NULL)", "5 BETWEEN 1 AND 6 AND 1", "1 && 1 || 0", "7 DIV 2 = 3", "7 MOD 4 = 3",
        "7 % 4 * 2 = 6", "CASE 2 WHEN 1 THEN 0 WHEN 2 THEN 1 END", "CASE WHEN 0 THEN 0 ELSE 1 END",
        "'a' 'b' = 'ab' COLLATE utf8mb4_bin", "\"it's\" = 'it''s' COLLATE utf8mb4_bin",
        "'a\\nb' = X'610A62' COLLATE utf8mb4_bin", "x'41' = 'A' COLLATE utf8mb4_bin", "0x41 = 65", "b'101' = 5",
        "1.5e1 = 15", ".5 = 0.5", "1 /* one */ = -- two\n 1", "TRUE", "NOT FALSE", "NULL IS UNKNOWN", "1 IS NOT FALSE",
        "'5%' LIKE '5|%' COLLATE utf8mb4_bin ESCAPE '|'",
    ])
    func precedenceAndLiterals(text: String) throws {
        #expect(try OrdersTable.verdict(text) == .isTrue)
    }

    @Test(arguments: [
        ("status = ", 1, 10), ("status = 'NEW", 1, 10), ("status\n  == 1", 2, 4), ("a ~ b", 1, 3), ("(a = 1", 1, 7),
        ("a = 1)", 1, 6), ("é = \n ü + + ", 2, 8), ("a = 'x\ny' =", 2, 5), ("a IN ()", 1, 7),
        ("a BETWEEN 1 OR 2", 1, 13), ("", 1, 1),
        ("CASE a END", 1, 8), ("a = 0x", 1, 5), ("X'4'", 1, 1), ("1abc = 2", 1, 1), ("a /* b", 1, 3),
        ("SOUNDEX(a) = 1", 1, 1), ("LEFT(a) = 'x'", 1, 1), ("a REGEXP 'x'", 1, 3), ("SELECT 1", 1, 1),
        ("a LIKE 'x' ESCAPE 'yy'", 1, 19), ("a COLLATE 5", 1, 11),
    ])
    func faultsNameTheirPlace(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: ExpressionError.self) { try SQLExpression(text) }
        #expect(error?.code == .syntax)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func faultsSayWhatIsSupported() {
        let error = #expect(throws: ExpressionError.self) { try SQLExpression("status RLIKE 'x'") }
        #expect(error?.remedy.contains("BETWEEN") == true)
        #expect(error?.remedy.contains("SUBSTRING") == true)
    }

    @Test(arguments: [
        String(repeating: "(", count: 5000), String(repeating: "NOT ", count: 15_000) + "1",
        "1" + String(repeating: "+1", count: 30_000), String(repeating: "-", count: 60_000) + "1",
        String(repeating: "a OR ", count: 70_000),
    ])
    func hugeExpressionsAreRefusedAndDoNotOverflowTheStack(text: String) {
        #expect(throws: ExpressionError.self) { try SQLExpression(text) }
    }

    @Test(arguments: ["POSITION(", "EXTRACT(DAY FROM ", "LOCATE(1, ", "CAST(", "COUNT(", "DATE_ADD("])
    func hugeExpressionsOfViewsAreRefusedAndDoNotOverflowTheStack(call: String) throws {
        var parser = try Parser(String(repeating: call, count: 60_000 / call.utf8.count), .view)
        #expect(throws: ExpressionError.self) { try parser.parse() }
    }

    @Test func mutatedTextsNeverTrap() {
        let text = Array("a.b <> 'x\\'y' AND (c IN (1, 2.5e3, 0x4E) OR LEFT(`d`, 2) LIKE '%_') IS NOT TRUE".utf8)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            var bytes = text
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...127, using: &random)
            }
            _ = try? SQLExpression(
                String(decoding: bytes[..<Int.random(in: 0...bytes.count, using: &random)], as: UTF8.self))
        }
    }

    @Test func columnNamesAreListedOnce() throws {
        let expression = try SQLExpression("`a b` = 1 OR t.c > c AND IFNULL(d, 'e') = `a b`")
        #expect(expression.columnNames == ["a b", "c", "d"])
    }
}
