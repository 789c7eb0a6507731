import Bytes
import Testing

@testable import Schema

struct TextDecoderTests {
    private struct Result: Equatable {
        let text: String
        let isLegal: Bool
    }

    private func decode(_ bytes: [UInt8], _ charset: Charset) throws -> Result {
        let decoder = try #require(TextDecoder(charset: charset))
        var writer = ByteWriter(capacity: 16)
        let isLegal = bytes.withUnsafeBytes { decoder.append($0, to: &writer) }
        return Result(text: try #require(String(validating: writer.bytes, as: UTF8.self)), isLegal: isLegal)
    }

    /// Characters by which the servers differ from what a charset's name makes one expect.
    @Test(
        arguments: [
            (.latin1, [0x80, 0x81, 0x8D, 0xE9], "€\u{81}\u{8D}é"), (.swe7, [0x5B, 0x7B, 0x40], "ÄäÉ"),
            (.sjis, [0x5C, 0x7E, 0x81, 0x5F, 0xB1], "\\~\\ｱ"),
            (.cp932, [0x81, 0x5F, 0x87, 0x40, 0xF0, 0x40], "＼①\u{E000}"),
            (.ujis, [0xA1, 0xC0, 0x8F, 0xA2, 0xB7, 0x8E, 0xB1], "\\~ｱ"),
            (.eucjpms, [0xA1, 0xC0, 0x8F, 0xA2, 0xB7, 0xAD, 0xA1], "＼～①"),
            (.euckr, [0xB0, 0xA1, 0x81, 0x41], "가갂"), (.big5, [0xA1, 0x40, 0xF9, 0xDC], "　嫺"),
            (.gb2312, [0xA1, 0xA4, 0xA1, 0xAA], "・―"), (.gbk, [0xA1, 0xA4, 0xA1, 0xAA, 0x81, 0x40], "·—丂"),
            (
                .gb18030, [0x81, 0x30, 0x81, 0x30, 0xA8, 0xBC, 0x81, 0x35, 0xF4, 0x37, 0x90, 0x30, 0x81, 0x30],
                "\u{80}ḿ\u{E7C7}𐀀"
            ),
            (.utf16, [0, 0x61, 0xD8, 0x3D, 0xDC, 0x4D], "a👍"), (.utf16le, [0x61, 0, 0x3D, 0xD8, 0x4D, 0xDC], "a👍"),
            (.utf32, [0, 1, 0xF4, 0x4D, 0, 0, 0xFF, 0xFF], "👍\u{FFFF}"), (.ucs2, [0xFF, 0xFD], "\u{FFFD}"),
            (.utf8mb3, [0xE4, 0xB8, 0xAD], "中"), (.utf8mb4, [0xF4, 0x8F, 0xBF, 0xBF], "\u{10FFFF}"),
            (.ascii, [0, 0x7F], "\0\u{7F}"),
        ] as [(Charset, [UInt8], String)])
    func aTextBecomesItsCharacters(_ charset: Charset, _ bytes: [UInt8], _ text: String) throws {
        #expect(try decode(bytes, charset) == Result(text: text, isLegal: true))
    }

    /// One U+FFFD stands for a sequence that the charset could have; a byte behind that is no part of it stays.
    @Test(
        arguments: [
            (.gbk, [0x81, 0x22], "\u{FFFD}\""), (.gbk, [0x81], "\u{FFFD}"), (.gbk, [0xA1, 0x40, 0x61], "\u{FFFD}a"),
            (.gbk, [0x80], "\u{FFFD}"), (.sjis, [0xFD, 0x61], "\u{FFFD}a"), (.ujis, [0x8F, 0xA2], "\u{FFFD}\u{FFFD}"),
            (.ujis, [0x8F, 0xA1, 0xA1, 0x61], "\u{FFFD}a"), (.ujis, [0x8F, 0x61], "\u{FFFD}a"),
            (.eucjpms, [0x8E, 0xE0], "\u{FFFD}\u{FFFD}"),
            (.big5, [0xA1, 0x5A], "\u{FFFD}"), (.euckr, [0xC9, 0xA1, 0xFF], "\u{FFFD}\u{FFFD}"),
            (.gb18030, [0x81, 0x30, 0x81], "\u{FFFD}0\u{FFFD}"),
            (.gb18030, [0x84, 0x32, 0x81, 0x30, 0x61], "\u{FFFD}a"),
            (.gb18030, [0xFE, 0x39, 0xFE, 0x39], "\u{FFFD}"), (.ascii, [0x61, 0xC3, 0xA9], "a\u{FFFD}\u{FFFD}"),
            (.tis620, [0xDB, 0xA1], "\u{FFFD}ก"), (.swe7, [0x80], "\u{FFFD}"),
            (.ucs2, [0xD8, 0x3D, 0xDC, 0x4D, 0], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            (.utf16, [0xD8, 0x3D, 0, 0x61, 0xD8, 0x3D], "\u{FFFD}a\u{FFFD}"),
            (.utf16, [0xDC, 0x00, 0], "\u{FFFD}\u{FFFD}"),
            (
                .utf32, [0, 0x11, 0, 0, 0, 0, 0xD8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0],
                "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"
            ),
            (.utf8mb3, [0xF0, 0x9F, 0x91, 0x8D, 0x61], "\u{FFFD}a"),
            (.utf8mb4, [0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ] as [(Charset, [UInt8], String)])
    func whatIsNoCharacterIsReplacedAndReported(_ charset: Charset, _ bytes: [UInt8], _ text: String) throws {
        #expect(try decode(bytes, charset) == Result(text: text, isLegal: false))
    }

    @Test func binaryIsNoText() { #expect(TextDecoder(charset: .binary) == nil) }

    /// As Swift's own decoder repairs it.
    @Test func illegalUTF8IsReplacedByMaximalParts() throws {
        let some: [UInt8] = [
            0x61, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE4, 0xED, 0xF0, 0xF1, 0xF4, 0xF5,
        ]
        for first in some {
            for second in some {
                for third in some {
                    for fourth in some {
                        let bytes = [first, second, third, fourth]
                        let text = String(decoding: bytes, as: UTF8.self)
                        #expect(
                            try decode(bytes, .utf8mb4)
                                == Result(text: text, isLegal: !text.unicodeScalars.contains("\u{FFFD}")))
                    }
                }
            }
        }
    }

    /// A character is found, and an error reported, at every place of the eight-byte steps and of a long text.
    @Test(arguments: Charset.allCases.filter { $0 != .binary })
    func theLengthOfATextChangesNothing(_ charset: Charset) throws {
        let isWide = [.ucs2, .utf16, .utf16le, .utf32].contains(charset)
        let a: [UInt8] =
            switch charset {
            case .ucs2, .utf16: [0, 0x61]
            case .utf16le: [0x61, 0]
            case .utf32: [0, 0, 0, 0x61]
            default: [0x61]
            }
        for length in [0, 1, 5, 7, 8, 9, 15, 17, 8_185, 8_191, 8_192, 8_193, 20_000] {
            let many = Array(repeatElement(a, count: length).joined())
            let text = String(repeating: "a", count: length)
            #expect(try decode(many, charset) == Result(text: text, isLegal: true))
            // The longest sequences that begin with one of these are broken off by the end.
            let broken: [UInt8] = isWide ? [0xDC] : [0xFF]
            guard try !decode(broken, charset).isLegal else { continue }
            #expect(try decode(many + broken, charset) == Result(text: text + "\u{FFFD}", isLegal: false))
        }
    }

    /// A long text is converted in steps: no character is cut between two of them.
    @Test(
        arguments: [
            (.tis620, [0xA1], "ก"), (.gbk, [0xD6, 0xD0], "中"), (.ujis, [0x8F, 0xB0, 0xA1], "丂"),
            (.utf16, [0xD8, 0x3D, 0xDC, 0x4D], "👍"),
            (.gb18030, [0x90, 0x30, 0x81, 0x30], "𐀀"), (.utf8mb4, [0xF0, 0x9F, 0x91, 0x8D], "👍"),
            (.utf32, [0, 1, 0xF4, 0x4D], "👍"),
        ] as [(Charset, [UInt8], String)])
    func noCharacterOfALongTextIsLost(_ charset: Charset, _ bytes: [UInt8], _ character: String) throws {
        for shift in 0..<4 {
            let isWide = charset == .utf16 || charset == .utf32
            let start = isWide ? [] : [UInt8](repeating: 0x61, count: shift)
            let text = String(repeating: "a", count: start.count) + String(repeating: character, count: 9000)
            let many = start + Array(repeatElement(bytes, count: 9000).joined())
            #expect(try decode(many, charset) == Result(text: text, isLegal: true))
        }
    }

    /// Random bytes: the text is well-formed UTF-8 of bounded length, and a legal one stays legal with more behind it.
    @Test(arguments: Charset.allCases.filter { $0 != .binary })
    func hostileBytesBecomeWellFormedUTF8(_ charset: Charset) throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let result = try decode(bytes, charset)
            #expect(result.text.utf8.count <= bytes.count * 3, "\(bytes)")
            #expect(result.isLegal != result.text.unicodeScalars.contains("\u{FFFD}") || charset.isWide, "\(bytes)")
        }
    }

    @Test func membersAreConvertedOrRefused() throws {
        let decoder = try #require(TextDecoder(charset: .gbk))
        #expect(decoder.string([0xD2, 0xD1, 0xD6, 0xA7, 0xB8, 0xB6]) == "已支付")
        #expect(decoder.string([]) == "")
        #expect(decoder.string([0xD2]) == nil)
    }
}

extension Charset {
    /// Forms of Unicode can hold a U+FFFD of their own.
    fileprivate var isWide: Bool { [.ucs2, .utf16, .utf16le, .utf32, .utf8mb3, .utf8mb4, .gb18030].contains(self) }
}
