import Binlog
import Testing

@testable import Expressions

/// What needs no server: values of the manuals, limits, and the year 0, of whose weeks the servers do not agree.
@Suite struct ViewFunctionEdgesTests {
    private static func value(_ text: String) throws -> String {
        var compiler = Compiler(Scope([]), .view)
        var parser = try Parser(text, .view)
        let operand = try compiler.operand(try parser.parse())
        let program = Program(compiler)
        let row = RowValues(count: 0)
        switch try program.value(operand.node, row.values) {
        case .integer(let number): return "\(number)"
        case .real(let number): return "\(number)"
        case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .null: return "NULL"
        case .decimal, .temporal: return "not asked for"
        }
    }

    @Test(arguments: [
        ("WEEK('2008-02-20')", "7"), ("WEEK('2008-02-20', 1)", "8"), ("WEEK('2008-12-31', 1)", "53"),
        ("WEEK('2000-01-01', 0)", "0"), ("WEEK('2000-01-01', 2)", "52"), ("YEARWEEK('1987-01-01')", "198652"),
        ("WEEKOFYEAR('2008-02-20')", "8"), ("TO_DAYS('0000-01-01')", "1"), ("TO_DAYS('0000-03-01')", "60"),
        ("TO_DAYS('0001-01-01')", "366"), ("TO_DAYS('9999-12-31')", "3652424"), ("TO_DAYS('2024-02-00')", "NULL"),
        ("EXTRACT(YEAR_MONTH FROM '2019-07-02 01:02:03')", "201907"),
        ("EXTRACT(DAY_MINUTE FROM '2019-07-02 01:02:03')", "20102"),
        ("EXTRACT(DAY_MICROSECOND FROM '2024-02-03 05:06:07.5')", "3050607500000"),
        ("SUBSTRING_INDEX('www.mysql.com', '.', 2)", "www.mysql"),
        ("SUBSTRING_INDEX('www.mysql.com', '.', -2)", "mysql.com"), ("SUBSTRING_INDEX('aaaaa', 'aa', -1)", "a"),
        ("LOCATE('bar', 'foobarbar' COLLATE utf8mb4_bin)", "4"), ("INSTR('xbar' COLLATE utf8mb4_bin, 'foobar')", "0"),
        ("LOCATE('bar', 'foobarbar' COLLATE utf8mb4_bin, 5)", "7"), ("POSITION('' IN '中' COLLATE utf8mb4_bin)", "1"),
        ("LOCATE('b', '中éb' COLLATE utf8mb4_bin, -1)", "0"), ("LOCATE('b', '中éb' COLLATE utf8mb4_bin, 3)", "3"),
        ("LOCATE('1', 'ä1' COLLATE utf8mb4_general_ci)", "2"), ("FIELD(3, 1, 2, 3)", "3"),
        ("FIELD(NULL, 1, NULL)", "0"),
        ("ASCII('dx')", "100"), ("ASCII('')", "0"), ("TIME_TO_SEC(TIME '-22:23:00')", "-80580"),
        ("SQRT(20)", "4.47213595499958"),
        ("SQRT(-16)", "NULL"), ("ROUND(2.5e0)", "2.0"), ("ROUND(-1.298e0, 1)", "-1.3"),
        ("TRUNCATE(-1.999e0, 1)", "-1.9"),
        ("ROUND(23.298e0, -1)", "20.0"), ("CEIL(-0.5e0)", "0.0"), ("FLOOR(-1.23e0)", "-2.0"), ("REPEAT('ab', -1)", ""),
        ("REPEAT('', 18446744073709551615)", ""), ("LENGTH(REPEAT('ab', 524288))", "1048576"),
    ])
    func `functions of views give what the manuals say`(call: String, result: String) throws {
        #expect(try Self.value(call) == result)
    }

    @Test(arguments: ["REPEAT('ab', 524289)", "REPEAT('a', 18446744073709551615)"])
    func `more text than a view makes is a fault and no memory`(call: String) {
        #expect(throws: EvaluationFault.outOfRange) { try Self.value(call) }
    }

    @Test(arguments: [
        ("LOCATE('a', 'xa' COLLATE utf8mb4_general_ci)", 8), ("LOCATE('😀', 'x' COLLATE utf8mb4_general_ci)", 8),
        ("LOCATE('1', 'xa' COLLATE utf8mb4_unicode_ci)", 8), ("LOCATE('1', 'xa' COLLATE utf8mb4_unicode_520_ci)", 8),
        ("LOCATE('x' COLLATE utf8mb4_bin, 'xa')", 8), ("LOCATE('', 'xa' COLLATE utf8mb4_bin, 2)", 8),
        ("LOCATE('x' COLLATE utf8mb4_bin, 'xa' COLLATE utf8mb4_bin, 2)", 8), ("FIELD(1, 18446744073709551615)", 1),
        ("FIELD(1, '1')", 1), ("FIELD(1.5, 2)", 1), ("TIME_TO_SEC(TIMESTAMP '2024-01-01 00:00:00.5')", 13),
        ("SEC_TO_TIME(1.5)", 13), ("WEEK('2024-01-01', 1 + 1)", 22), ("EXTRACT(MINUTE FROM TIME '10:11:12')", 21),
        ("ROUND(1.5e0, 1) * 2", 1), ("-ROUND(1.5e0, 1) + 1e0", 1), ("ABS(FLOOR(1.5e0)) / 2", 1),
        ("COALESCE(ROUND(1.5e0, 1), 0) * 2", 1), ("ROUND(1.5e0) * 0.5", 1), ("SUBSTRING_INDEX('a', 'b', 1000001)", 27),
    ])
    func `what the servers do not calculate alike is refused`(call: String, column: Int) {
        let error = #expect(throws: ExpressionError.self) { try Self.value(call) }
        #expect(error?.code == .unsupported && error?.column == column, "\(call): \(error?.description ?? "")")
        #expect(error?.remedy.isEmpty == false)
    }
}
