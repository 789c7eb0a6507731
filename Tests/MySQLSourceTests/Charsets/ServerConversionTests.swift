import Bytes
import MySQLSource
import Schema
import Testing

/// Every character of every charset is what the server's own CONVERT makes of it, and what has no character for the
/// server has none for us.
@Suite(.serialized, .enabled(if: !TestServer.all.isEmpty, TestServer.reason))
struct ServerConversionTests {
    private static let allBytes = (0...255).map { UInt8($0) }
    private static let multiByte: [Charset] = [.big5, .cp932, .eucjpms, .euckr, .gb2312, .gbk, .sjis, .ujis, .gb18030]
    private static let unicode: [Charset] = [.ucs2, .utf16, .utf16le, .utf32, .utf8mb3, .utf8mb4]

    private static func charsets(of server: TestServer) -> [Charset] {
        Charset.allCases.filter { $0 != .binary && (server.flavor == .mysql || $0 != .gb18030) }
    }

    @Test(arguments: TestServer.all)
    func everyByteAndPairOfBytesIsConvertedAsTheServerDoes(_ server: TestServer) throws {
        let reference = try ConversionServer(server)
        for charset in Self.charsets(of: server) {
            try compare(try reference.answers(charset, [Self.allBytes]), charset, count: 256)
            guard Self.multiByte.contains(charset) || Self.unicode.contains(charset), charset != .utf32 else {
                continue
            }
            try compare(try reference.answers(charset, [Self.allBytes, Self.allBytes]), charset, count: 65_536)
        }
    }

    @Test(arguments: TestServer.all)
    func everySequenceOfThreeBytesIsConvertedAsTheServerDoes(_ server: TestServer) throws {
        let reference = try ConversionServer(server)
        for charset in [Charset.ujis, .eucjpms] {
            for prefix: UInt8 in [0x8E, 0x8F] {
                let answers = try reference.answers(charset, prefix: [prefix], [Self.allBytes, Self.allBytes])
                try compare(answers, charset, count: 65_536)
            }
        }
        let leads: [UInt8] = [0x00, 0x3F, 0x7F, 0x80, 0x81, 0x8E, 0x8F, 0xA0, 0xA1, 0xC2, 0xDB, 0xFE, 0xFF]
        for charset in Self.charsets(of: server) where Self.multiByte.contains(charset) {
            try compare(try reference.answers(charset, [leads, leads, leads]), charset, count: 2_197)
        }
    }

    /// All code points, as the server itself brings them into the charset.
    @Test(arguments: TestServer.all)
    func everyCodePointOfUnicodeComesBack(_ server: TestServer) throws {
        let reference = try ConversionServer(server)
        try reference.prepareCodePoints()
        for charset in Self.unicode {
            let decoder = try #require(TextDecoder(charset: charset))
            let limit = charset == .ucs2 || charset == .utf8mb3 ? 0x10000 : 0x110000
            let rows = try reference.codePoints(charset, limit: limit)
            #expect(rows.count == limit / 256 - 8)
            var writer = ByteWriter(capacity: 1024)
            for (row, checksum, text) in rows {
                var scalars = String.UnicodeScalarView()
                for value in UInt32(row * 256)..<UInt32(row * 256 + 256) {
                    Unicode.Scalar(value).map { scalars.append($0) }
                }
                let bytes = encoded(String(scalars), charset)
                writer.removeAll()
                let isLegal = bytes.withUnsafeBytes { decoder.append($0, to: &writer) }
                #expect(isLegal && checksum == "\(bytes.withUnsafeBytes { CRC32.checksum($0) })", "\(charset) \(row)")
                #expect(writer.bytes.elementsEqual(text.utf8), "\(charset) \(row)")
            }
        }
    }

    @Test(arguments: TestServer.all)
    func brokenUnicodeIsRefusedWhereTheServerRefusesIt(_ server: TestServer) throws {
        let reference = try ConversionServer(server)
        let edges: [UInt8] = [
            0x00, 0x10, 0x11, 0x3F, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xD7, 0xD8, 0xDB, 0xDC, 0xDF,
            0xE0,
            0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF,
        ]
        let first = edges.filter { $0 < 0x3F || $0 >= 0xD7 }
        for charset in Self.unicode {
            let answers = try reference.answers(charset, [first, edges, edges])
            try compare(answers, charset, count: first.count * edges.count * edges.count)
            let longer = try reference.answers(charset, [first, edges, [0x00, 0x3F, 0x80, 0xBF, 0xD8, 0xDC], edges])
            try compare(longer, charset, count: first.count * edges.count * 6 * edges.count)
        }
    }

    /// All 1,587,600: each is well-formed, and those without character become question marks.
    @Test(.enabled(if: TestServer.mysql != nil, TestServer.reason))
    func everyFourByteCodeOfGB18030IsConvertedAsTheServerDoes() throws {
        let reference = try ConversionServer(try #require(TestServer.mysql))
        let decoder = try #require(TextDecoder(charset: .gb18030))
        var writer = ByteWriter(capacity: 8192)
        for first: UInt8 in 0x81...0xFE {
            for second: UInt8 in 0x30...0x39 {
                var bytes: [UInt8] = []
                bytes.reserveCapacity(5040)
                for third: UInt8 in 0x81...0xFE {
                    for fourth: UInt8 in 0x30...0x39 { bytes += [first, second, third, fourth] }
                }
                let answer = try #require(try reference.conversion(bytes, .gb18030))
                writer.removeAll()
                let isLegal = bytes.withUnsafeBytes { decoder.append($0, to: &writer) }
                #expect(isLegal != answer.contains(UInt8(ascii: "?")), "\(first) \(second)")
                // U+FFFD is a character of gb18030 too.
                let expected = answer.withUnsafeBytes(Self.withQuestionMarks)
                #expect(Self.withQuestionMarks(writer.bytes) == expected, "\(first) \(second)")
            }
        }
    }

    /// - Parameter count: how many sequences the server was asked for.
    private func compare(_ answers: [ConversionServer.Answer], _ charset: Charset, count: Int) throws {
        let decoder = try #require(TextDecoder(charset: charset))
        #expect(answers.count == count, "\(charset)")
        var writer = ByteWriter(capacity: 64)
        var differences: [String] = []
        for answer in answers where differences.count < 10 {
            writer.removeAll()
            let isLegal = answer.bytes.withUnsafeBytes { decoder.append($0, to: &writer) }
            var isRight = !isLegal
            if let text = answer.text {
                if Self.unicode.contains(charset) {
                    // MariaDB keeps a surrogate, and gives UTF-8 of it; MySQL leaves it out where ucs2 has it.
                    let string = String(validating: text, as: UTF8.self)
                    let isWhole = charset != .ucs2 || string?.unicodeScalars.count == answer.bytes.count / 2
                    isRight = isLegal == (string != nil && isWhole) && (!isLegal || writer.bytes.elementsEqual(text))
                } else {
                    let expected = text.withUnsafeBytes(Self.withQuestionMarks)
                    // Legal is what became no question mark that was none before.
                    let isExpectedLegal = Self.questionMarks(expected) == Self.questionMarks(answer.bytes)
                    isRight = isLegal == isExpectedLegal && Self.withQuestionMarks(writer.bytes) == expected
                }
            }
            if !isRight { differences.append("\(answer), we: \(isLegal) \(Array(writer.bytes))") }
        }
        #expect(differences.isEmpty, "\(charset)")
    }

    private static func questionMarks(_ bytes: [UInt8]) -> Int { bytes.count { $0 == UInt8(ascii: "?") } }

    /// With a question mark for each U+FFFD.
    private static func withQuestionMarks(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let isReplacement =
                text[position] == 0xEF && position + 2 < text.count && text[position + 1] == 0xBF
                && text[position + 2] == 0xBD
            result.append(isReplacement ? UInt8(ascii: "?") : text[position])
            position += isReplacement ? 3 : 1
        }
        return result
    }

    private func encoded(_ text: String, _ charset: Charset) -> [UInt8] {
        switch charset {
        case .utf8mb3, .utf8mb4: Array(text.utf8)
        case .utf32: text.unicodeScalars.flatMap { withUnsafeBytes(of: $0.value.bigEndian, Array.init) }
        case .utf16le: text.utf16.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
        default: text.utf16.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) }
        }
    }
}
