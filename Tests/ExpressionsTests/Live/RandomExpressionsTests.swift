import Binlog
import Expressions
import Glibc
import MySQLSource
import Schema
import Testing

extension AgainstServers {
    @Suite struct RandomExpressionsTests {
        static let columns: [RandomTable.Column] = {
            let alphabet = ["a", "A", "b", "B", " ", "1", "ä", "Ä", "é", "€", "中", "😀", "%", "_"]
            let latin = ["a", "A", "b", " ", "1", "ä", "Ä", "é", "€", "ß"]
            return [
                .integer("i", "INT", .long, -2_147_483_648...2_147_483_647),
                .unsigned("u", "INT UNSIGNED", .long, 4_294_967_295),
                .integer("b", "BIGINT", .longlong, .min...(.max)), .unsigned("ub", "BIGINT UNSIGNED", .longlong, .max),
                .integer("t", "TINYINT", .tiny, -128...127),
                .decimal("de", precision: 20, scale: 6), .decimal("dw", precision: 65, scale: 30), .float, .double,
                .text("s", "VARCHAR(40) COLLATE utf8mb4_bin", collation: 46, alphabet),
                .text("s2", "VARCHAR(40) COLLATE utf8mb4_bin", collation: 46, ["a", "b", "1", "-", ".", "e", " "]),
                .binary("vb", length: nil), .binary("fb", length: 5), .date, .dateTime, .timestamp, .time, .year,
                .enumeration, .set, .bits,
                .text("l", "VARCHAR(40) CHARSET latin1 COLLATE latin1_bin", collation: 47, latin),
            ]
        }()

        @Test(arguments: ServerAtHand.all)
        func conditionsGiveWhatTheServerGives(server: ServerAtHand) throws {
            let seed = ServerAtHand.seed
            let count = getenv("LEAT_TEST_EXPRESSIONS").flatMap { Int(String(cString: $0)) } ?? 500
            var random = SeededGenerator(seed: seed)
            let connection = try server.connect()
            var table = RandomTable(Self.columns)
            try table.fill(connection, rows: 60, &random)
            var generator = RandomExpression(
                random: random, textColumns: ["s", "s2", "vb", "fb"],
                words: ["a", "A", "b", "1", " ", "ä", "中", "😀", "-"])
            var tally = Tally()
            for _ in 0..<count {
                let text = generator.condition(Int.random(in: 0...3, using: &generator.random))
                try tally.compare(text, table, connection, seed: seed)
                if tally.differences > 20 { break }
            }
            #expect(tally.compared * 3 > count && tally.milder * 50 < count, "\(tally) seed \(seed)")
            print(server.name, tally, "seed", seed)
        }
    }
}

/// How many expressions were compared with the server, and how.
struct Tally: CustomStringConvertible {
    var compared = 0
    var refused = 0
    var failed = 0
    var differences = 0
    /// Out of range for the server, and not for us.
    var milder = 0

    var description: String {
        "\(compared) expressions compared, \(failed) out of range, \(milder) only on the server, "
            + "\(refused) not supported, \(differences) differences"
    }

    mutating func compare(
        _ text: String, _ table: RandomTable, _ connection: MySQLConnection, seed: UInt64
    ) throws {
        let compiled: CompiledExpression
        do {
            compiled = try CompiledExpression(try SQLExpression(text), table: table.definition)
        } catch {
            #expect(error.code == .unsupported, "\(text): \(error)")
            if getenv("LEAT_TEST_REFUSED") != nil { print(error.what, "|", text) }
            refused += 1
            return
        }
        let statement = "SELECT (\(text)) IS TRUE, (\(text)) IS NULL FROM \(RandomTable.name) ORDER BY row_number_"
        let answers: [[String?]]
        do {
            answers = try connection.query(statement)
        } catch {
            let faults = table.rows.filter { row in (try? compiled.evaluate(row.values)) == nil }
            // A server may calculate a part that we never come to, or say of the smallest BIGINT that it is too large.
            if faults.isEmpty { milder += 1 } else { failed += 1 }
            return
        }
        compared += 1
        for (index, (row, answer)) in zip(table.rows, answers).enumerated() {
            let expected: Verdict = answer[1] == "1" ? .isUnknown : answer[0] == "1" ? .isTrue : .isFalse
            let found = Result { try compiled.evaluate(row.values) }
            if (try? found.get()) != expected {
                differences += 1
                Issue.record("\(text): row \(index): \(found) where the server says \(expected); seed \(seed)")
                return
            }
        }
    }
}
