import MySQLSource
import Schema

/// What a server makes of bytes that are stored as text and read back through `CONVERT(… USING utf8mb4)`.
struct ConversionServer {
    /// What came back for one sequence of bytes.
    struct Answer {
        let bytes: [UInt8]
        /// What the server converted; nil when it did not store the bytes as they are.
        let text: [UInt8]?
    }

    private let connection: MySQLConnection

    init(_ server: TestServer) throws {
        connection = try server.administrator()
        try connection.query("SET SESSION sql_log_bin = 0, sql_mode = '', group_concat_max_len = 10000000")
        try connection.query("CREATE DATABASE IF NOT EXISTS leat_charsets")
        try connection.query("USE leat_charsets")
        try connection.query("CREATE TEMPORARY TABLE byte (n INT, b VARBINARY(1)) ENGINE = MEMORY")
        try connection.query("CREATE TEMPORARY TABLE number (n INT)")
        for byte in 0..<256 { try connection.query("INSERT INTO byte VALUES (\(byte), CHAR(\(byte)))") }
        // A statement can name a temporary table only once.
        for copy in ["second", "third", "fourth"] {
            try connection.query("CREATE TEMPORARY TABLE \(copy) ENGINE = MEMORY SELECT * FROM byte")
        }
        try connection.query(
            "INSERT INTO number SELECT byte.n * 256 + second.n FROM byte, second WHERE byte.n * 256 + second.n < 4352")
    }

    /// The answers for a prefix and one byte of each set, in order of the bytes.
    func answers(_ charset: Charset, prefix: [UInt8] = [], _ sets: [[UInt8]]) throws -> [Answer] {
        let tables = ["byte", "second", "third", "fourth"].prefix(sets.count)
        let bytes = "CONCAT(\(Self.literal(prefix)), \(tables.map { "\($0).b" }.joined(separator: ", ")))"
        let wanted = zip(tables, sets).map { "\($0).n IN (\($1.map(String.init).joined(separator: ",")))" }
        try connection.query("DROP TEMPORARY TABLE IF EXISTS text")
        try connection.query(
            "CREATE TEMPORARY TABLE text (b VARBINARY(8), c VARCHAR(8) CHARACTER SET \(charset.rawValue)) ENGINE = MEMORY"
        )
        try connection.query(
            "INSERT IGNORE INTO text SELECT x, x FROM (SELECT \(bytes) AS x FROM \(tables.joined(separator: ", ")) "
                + "WHERE \(wanted.joined(separator: " AND "))) AS sequences")
        let rows = try connection.query(
            "SELECT GROUP_CONCAT(HEX(b), IF(CAST(c AS BINARY) = b, '=', '!'), HEX(CONVERT(c USING utf8mb4)), ';' "
                + "SEPARATOR '') FROM text GROUP BY SUBSTR(b, 1, \(prefix.count + max(1, sets.count - 2)))")
        return rows.flatMap { Self.parse($0[0] ?? "") }
    }

    /// Makes the rows that `codePoints` converts: 256 code points each, without surrogates, in utf32.
    func prepareCodePoints() throws {
        try connection.query("CREATE TEMPORARY TABLE points (n INT, c VARCHAR(256) CHARACTER SET utf32)")
        try connection.query(
            """
            INSERT INTO points
            SELECT number.n, GROUP_CONCAT(UNHEX(LPAD(HEX(number.n * 256 + byte.n), 8, '0')) ORDER BY byte.n SEPARATOR '')
            FROM number, byte WHERE number.n NOT BETWEEN 0xD8 AND 0xDF GROUP BY number.n
            """)
    }

    /// The prepared rows below a code point as the server has them in the charset: for each row a CRC-32 of the bytes,
    /// and the text.
    func codePoints(_ charset: Charset, limit: Int) throws -> [(row: Int, checksum: String, text: String)] {
        let rows = try connection.query(
            """
            SELECT n, CRC32(CAST(c AS BINARY)), CONVERT(c USING utf8mb4) FROM (
              SELECT n, CONVERT(c USING \(charset.rawValue)) AS c FROM points WHERE n * 256 < \(limit)) AS texts
            """)
        return rows.compactMap { row in
            guard let number = row[0].flatMap({ Int($0) }), let checksum = row[1], let text = row[2] else { return nil }
            return (number, checksum, text)
        }
    }

    /// The conversion of a text that the server takes as it is; nil when it does not.
    func conversion(_ bytes: [UInt8], _ charset: Charset) throws -> [UInt8]? {
        let text = "CAST(\(Self.literal(bytes)) AS CHAR CHARACTER SET \(charset.rawValue))"
        let row = try connection.query("SELECT HEX(CONVERT(\(text) USING utf8mb4))").first
        return (row?[0]).map { Self.bytes(Array($0.utf8)[...]) }
    }

    private static func literal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return "x'\(String(decoding: text, as: UTF8.self))'"
    }

    private static func parse(_ text: String) -> [Answer] {
        text.utf8.split(separator: UInt8(ascii: ";")).compactMap { field in
            let parts = Array(field)
            guard let mark = parts.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "!") }) else {
                return nil
            }
            let isStored = parts[mark] == UInt8(ascii: "=")
            return Answer(bytes: bytes(parts[..<mark]), text: isStored ? bytes(parts[(mark + 1)...]) : nil)
        }
    }

    private static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value = digit < 0x40 ? digit - 0x30 : digit - 0x37
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
