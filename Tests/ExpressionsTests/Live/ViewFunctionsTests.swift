import Binlog
import Glibc
import MySQLSource
import Schema
import Testing

@testable import Expressions

extension AgainstServers {
    /// Functions that only views have, of random values, as both servers calculate them.
    @Suite struct ViewFunctionsTests {
        private static let letters = ["a", "A", "b", "B", " ", "1", ".", ",", "@", "ä", "é", "ß", "中", "😀"]

        private static func columns(_ server: ServerAtHand) -> [RandomTable.Column] {
            let (collation, number): (String, UInt32) =
                server.isMariaDB ? ("utf8mb4_uca1400_ai_ci", 2304) : ("utf8mb4_0900_ai_ci", 255)
            return [
                .integer("i", "INT", .long, -2_147_483_648...2_147_483_647),
                .integer("b", "BIGINT", .longlong, .min...(.max)), .unsigned("ub", "BIGINT UNSIGNED", .longlong, .max),
                .integer("t", "TINYINT", .tiny, -128...127), .decimal("de", precision: 20, scale: 6), .double, .float,
                .anyReal,
                .text("s", "VARCHAR(40) COLLATE utf8mb4_bin", collation: 46, letters, lengths: 0...9),
                .text("s2", "VARCHAR(40) COLLATE utf8mb4_bin", collation: 46, letters, lengths: 0...2),
                .text("gc", "VARCHAR(40) COLLATE utf8mb4_general_ci", collation: 45, letters, lengths: 0...9),
                .text("own", "VARCHAR(40) COLLATE \(collation)", collation: number, letters, lengths: 0...9),
                .text("own2", "VARCHAR(40) COLLATE \(collation)", collation: number, letters, lengths: 0...2),
                .text(
                    "la", "VARCHAR(40) CHARSET latin1 COLLATE latin1_swedish_ci", collation: 8,
                    ["a", "A", "1", "ä", "Ä", "é", "ß", "@"]),
                .binary("vb", length: nil), .binary("fb", length: 5), .enumeration, .set, .edgeDay, .edgeMoment,
                .dateTime, .wholeTime,
            ]
        }

        @Test(arguments: ServerAtHand.all)
        func `functions of views give what the server gives`(server: ServerAtHand) throws {
            let seed = ServerAtHand.seed
            let count = getenv("LEAT_TEST_EXPRESSIONS").flatMap { Int(String(cString: $0)) } ?? 600
            var random = SeededGenerator(seed: seed)
            let connection = try server.connect()
            var table = RandomTable(Self.columns(server))
            try table.fill(connection, rows: 80, &random)
            var calls = RandomCall(random: random)
            var comparing = ViewComparing(table: table, connection: connection)
            for _ in 0..<count where comparing.differences.count < 20 { try comparing.compare(calls.next()) }
            #expect(comparing.differences.isEmpty, "seed \(seed)")
            #expect(comparing.refused.isEmpty, "\(comparing.refused)")
            #expect(comparing.compared == count)
        }

        /// Where a server has the collation alone, and where all characters are equal to such of their length only.
        @Test(arguments: CollationsTests.cases)
        func `texts are found in others as on the server`(
            server: ServerAtHand, collation: String, number: UInt32
        ) throws {
            let order = try #require(Collation.known(number)?.order)
            guard order != .unicode400, order != .unicode520 else { return }
            let connection = try server.connect()
            var random = SeededGenerator(seed: ServerAtHand.seed)
            let alphabet = CollationsTests.alphabet(collation)
            let charset = collation.prefix { $0 != "_" }
            let type = "VARCHAR(60) CHARSET \(charset) COLLATE \(collation)"
            var table = RandomTable([
                .text("x", type, collation: number, alphabet, lengths: 0...8),
                .text("y", type, collation: number, alphabet, lengths: 0...2),
            ])
            try table.fill(connection, rows: 150, &random)
            var comparing = ViewComparing(table: table, connection: connection)
            if order != .general {
                try comparing.compare("LOCATE(y, x)")
                #expect(comparing.compared == 1, "\(comparing.refused)")
            }
            for _ in 0..<60 {
                let sought = (0..<Int.random(in: 1...2, using: &random)).map { _ in random.pick(alphabet) }.joined()
                let text = "'\(sought.replacing("'", with: "''"))'"
                let place = Int.random(in: -1...7, using: &random)
                try comparing.compare(random.pick(["LOCATE(\(text), x)", "LOCATE(\(text), x, \(place))"]))
            }
            #expect(comparing.differences.isEmpty, "seed \(ServerAtHand.seed)")
            #expect(comparing.compared > 10)
        }
    }
}

/// Compares expressions of views with a server's answers over a table.
struct ViewComparing {
    let table: RandomTable
    let connection: MySQLConnection
    private(set) var compared = 0
    private(set) var refused: [String] = []
    private(set) var differences: [String] = []

    init(table: RandomTable, connection: MySQLConnection) {
        self.table = table
        self.connection = connection
    }

    mutating func compare(_ text: String) throws {
        var compiler = Compiler(Scope(table.definition), .view)
        let operand: Operand
        do {
            var parser = try Parser(text, .view)
            operand = compiler.settled(try compiler.operand(try parser.parse()))
        } catch {
            refused.append("\(text): \(error)")
            return
        }
        let program = Program(compiler)
        let answers = try connection.query("SELECT \(text) FROM \(RandomTable.name) ORDER BY row_number_")
        compared += 1
        for (row, answer) in zip(table.rows, answers) {
            let found: String?
            do { found = try Self.text(program.value(operand.node, row.values)) } catch {
                // More than REPEAT makes, where the server says NULL or makes more.
                if error == .outOfRange, text.contains("REPEAT") { continue }
                throw error
            }
            let isSame =
                operand.kind == .real
                ? found.flatMap(Double.init) == answer[0].flatMap(Double.init) : found == answer[0]
            if isSame { continue }
            let given = try? connection.query(
                "SELECT * FROM \(RandomTable.name) ORDER BY row_number_ LIMIT \(index(of: row)), 1"
            )[0].map { $0 ?? "NULL" }.joined(separator: "|")
            differences.append(text)
            Issue.record("\(text): \(found ?? "NULL") where the server says \(answer[0] ?? "NULL"): \(given ?? "")")
            return
        }
    }

    private func index(of row: RowValues) -> Int { table.rows.firstIndex { $0 === row } ?? 0 }

    private static func text(_ value: Value) -> String? {
        switch value {
        case .null: nil
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .decimal, .temporal: "not asked for"
        }
    }
}
