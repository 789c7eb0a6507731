import Glibc
import MySQLSource
import Testing

@testable import Expressions

extension AgainstServers {
    @Suite struct CollationsTests {
        static let cases: [(ServerAtHand, String, UInt32)] = ServerAtHand.all.flatMap { server in
            var collations: [(String, UInt32)] = [
                ("utf8mb4_bin", 46), ("utf8mb4_general_ci", 45), ("utf8mb4_unicode_ci", 224),
                ("utf8mb4_unicode_520_ci", 246), ("latin1_swedish_ci", 8), ("latin1_bin", 47),
                ("utf8mb3_general_ci", 33),
                ("utf8mb3_unicode_ci", 192), ("ascii_general_ci", 11), ("utf8mb3_bin", 83),
            ]
            if server.isMariaDB {
                collations += [
                    ("utf8mb4_uca1400_ai_ci", 2304), ("utf8mb4_uca1400_nopad_ai_ci", 2308), ("utf8mb4_nopad_bin", 1070),
                    ("utf8mb4_general_nopad_ci", 1069), ("utf8mb4_unicode_nopad_ci", 1248),
                    ("latin1_swedish_nopad_ci", 1032),
                    ("utf8mb3_uca1400_ai_ci", 2048), ("utf8mb4_unicode_520_nopad_ci", 1270),
                ]
            } else {
                collations += [("utf8mb4_0900_ai_ci", 255), ("utf8mb4_0900_bin", 309)]
            }
            return collations.map { (server, $0.0, $0.1) }
        }

        private static let ascii = [
            "a", "A", "b", "B", "z", "Z", " ", "  ", "1", "-", "_", "~", "\u{1}", "\t", "'", "[", "^",
        ]
        private static let latin = [
            "ä", "Ä", "é", "É", "ß", "ÿ", "Ÿ", "€", "æ", "Æ", "ø", "Ð", "ð", "\u{A0}", "\u{81}", "¡",
        ]
        private static let others = [
            "\u{301}", "\u{308}", "e\u{301}", "中", "国", "한", "ᄒ", "각", "ก", "เก", "เ", "ア", "あ", "ァ", "ｱ", "Ω", "ω",
            "Ж",
            "ж", "й", "и\u{306}", "ﬁ", "ﷺ", "İ", "ı", "ſ", "l·", "ŀ", "\u{FB2}\u{F71}", "\u{F71}\u{F80}",
            "\u{FB2}\u{F81}",
            "\u{FB2}\u{F71}\u{F80}", "\u{CC6}\u{CC2}\u{CD5}", "\u{CC6}", "\u{CC2}", "\u{CD5}", "\u{DD9}\u{DCF}\u{DCA}",
            "\u{200B}",
            "\u{AD}", "\u{FFFD}", "\u{E000}", "\u{3400}", "\u{9FFF}", "𝟘", "\u{1F1E6}", "😀", "𝐀", "𠀀", "\u{17000}",
            "\u{1B170}", "\u{10FFFD}", "\u{E0100}",
        ]

        static func alphabet(_ collation: String) -> [String] {
            if collation.hasPrefix("ascii") { return ascii }
            if collation.hasPrefix("latin1") { return ascii + latin }
            let all = ascii + latin + others
            guard collation.hasPrefix("utf8mb3") else { return all }
            return all.filter { $0.unicodeScalars.allSatisfy { $0.value < 0x10000 } }
        }

        @Test(arguments: cases)
        func textsCompareAsOnTheServer(server: ServerAtHand, collation: String, number: UInt32) throws {
            let seed = ServerAtHand.seed
            let count = getenv("LEAT_TEST_EXPRESSIONS").flatMap { Int(String(cString: $0)) } ?? 40
            var random = SeededGenerator(seed: seed)
            let connection = try server.connect()
            let alphabet = Self.alphabet(collation)
            let charset = String(collation.prefix { $0 != "_" })
            let sql = "VARCHAR(40) CHARACTER SET \(charset) COLLATE \(collation)"
            var table = RandomTable([
                .text("x", sql, collation: number, alphabet), .text("y", sql, collation: number, alphabet),
            ])
            try table.fill(connection, rows: 250, &random)
            var tally = Tally()
            for text in ["x = y", "x < y", "x >= y", "x LIKE y", "LEFT(x, 1) = LEFT(y, 1)", "LEFT(x, 1) < RIGHT(y, 1)"]
            {
                try tally.compare(text, table, connection, seed: seed)
            }
            for _ in 0..<count {
                let word = random.pick(alphabet) + (random.chance(50) ? random.pick(alphabet) : "")
                let literal = connection.literal(word)
                let text = random.pick([
                    "x = \(literal)", "LEFT(x, 1) < \(literal)", "x > \(literal)",
                    "x LIKE CONCAT('%', \(literal), '%')",
                    "x LIKE CONCAT('_', \(literal), '%')", "TRIM(x) IN (y, \(literal))", "RIGHT(x, 2) <= \(literal)",
                ])
                try tally.compare(text, table, connection, seed: seed)
                if tally.differences > 8 { break }
            }
            print(server.name, collation, tally, "seed", seed)
            #expect(tally.refused == 0)
        }

        static let weighted = cases.filter { $0.1.hasPrefix("utf8") && !$0.1.hasSuffix("bin") }

        /// Planes 0 to 3, 14 and 16; the others hold no characters.
        @Test(arguments: weighted)
        func everyCharacterWeighsWhatItWeighsOnTheServer(
            server: ServerAtHand, collation: String, number: UInt32
        ) throws {
            let connection = try server.connect()
            let form = try #require(Collation.known(number)).form
            let digits = (0..<16).map { "SELECT \($0) AS n" }.joined(separator: " UNION ALL ")
            let charset = String(collation.prefix { $0 != "_" })
            var wrong: [String] = []
            for plane in charset == "utf8mb3" ? [0] : [0, 1, 2, 3, 14, 16] {
                let rows = try connection.query(
                    """
                    SELECT p, HEX(WEIGHT_STRING(CONVERT(CHAR(p USING utf32) USING \(charset)) COLLATE \(collation))) FROM (
                    SELECT \(plane << 16) + a.n * 4096 + b.n * 256 + c.n * 16 + d.n AS p
                    FROM (\(digits)) a, (\(digits)) b, (\(digits)) c, (\(digits)) d) x WHERE p NOT BETWEEN 0xD800 AND 0xDFFF
                    """)
                #expect(rows.count >= 63_488)
                for row in rows {
                    guard let point = row[0].flatMap({ UInt32($0) }), let scalar = Unicode.Scalar(point) else {
                        continue
                    }
                    let weights = Self.weights(of: scalar, form)
                    if weights != row[1] { wrong.append("\(String(point, radix: 16)): \(weights) \(row[1] ?? "")") }
                }
            }
            #expect(wrong.isEmpty, "\(wrong.count) wrong: \(wrong.prefix(5))")
        }

        private static func weights(of scalar: Unicode.Scalar, _ form: TextOrder.Form) -> String {
            var weights: [UInt16] = []
            switch form {
            case .bytes: break
            case .simple(let table): weights.append(table.weight(scalar.value))
            case .unicode(let table):
                Array(String(Character(scalar)).utf8).withUnsafeBytes { bytes in
                    var reader = WeightReader(bytes, table)
                    while true {
                        let weight = reader.next()
                        if weight == 0 { break }
                        weights.append(weight)
                    }
                }
            }
            return weights.map { weight in
                let digits = String(weight, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }
}
