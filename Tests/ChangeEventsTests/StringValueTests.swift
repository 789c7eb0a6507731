import Binlog
import ChangeEvents
import Testing

private func utf8() throws -> SingleColumn { try SingleColumn(.varchar, collation: 255) }

@Test(
    arguments: [
        ("", ""), ("abc", "abc"), ("12345678", "12345678"), ("\"", "\\\""), ("\\", "\\\\"), ("a/b", "a/b"),
        ("\u{8}\t\n\u{C}\r", "\\b\\t\\n\\f\\r"), ("\u{0}\u{1F}\u{B}", "\\u0000\\u001F\\u000B"), ("\u{7F}", "\u{7F}"),
        ("浙江省", "浙江省"), ("größer als 10 €", "größer als 10 €"), ("👩‍👩‍👧 x", "👩‍👩‍👧 x"), ("\u{10FFFF}", "\u{10FFFF}"),
    ] as [(String, String)])
func textIsEscapedAsDebeziumDoes(text: String, escaped: String) throws {
    #expect(try utf8().text(text) == "\"\(escaped)\"")
}

/// What needs care is found at each place of a word and of the rest behind the words.
@Test(arguments: ["\"", "\n", "é", "浙", "👍", "\u{1}"])
func specialCharactersAreFoundAtEveryPlace(special: String) throws {
    let column = try utf8()
    let escaped = try column.text(special).dropFirst().dropLast()
    for length in 0..<40 {
        for place in 0...length {
            let before = String(repeating: "a", count: place)
            let after = String(repeating: "~", count: length - place)
            #expect(try column.text(before + special + after + special) == "\"\(before)\(escaped)\(after)\(escaped)\"")
        }
    }
}

@Test func everyByteOfAsciiIsRight() throws {
    for byte in UInt8(0)..<0x80 {
        let text = String(UnicodeScalar(byte))
        let written = try utf8().text("12" + text + "34567890")
        #expect(!written.dropFirst().dropLast().utf8.contains { $0 < 0x20 })
        if byte >= 0x20, byte != 0x22, byte != 0x5C { #expect(written == "\"12\(text)34567890\"") }
    }
}

@Test(
    arguments: [
        [0x80], [0xC3], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE6, 0xB5],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x91], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3, 0x28], [0xE6, 0x28, 0xB5], [0xF0, 0x9F, 0x28, 0x8D],
    ] as [[UInt8]])
func illegalUTF8IsAnErrorThatNamesTheColumn(bytes: [UInt8]) throws {
    for padding in [0, 3, 8, 13] {
        let prefix = [UInt8](repeating: 0x61, count: padding)
        for suffix in [[], [0x61, 0x61]] as [[UInt8]] {
            let error = #expect(throws: ChangeEventError.self) { try utf8().text(prefix + bytes + suffix) }
            #expect(error?.code == .invalidText)
            #expect(error?.table == "t")
            #expect(error?.column == "c")
        }
    }
}

/// Accepted and refused exactly as Swift's own decoder does.
@Test func utf8IsCheckedAsStrictlyAsSwiftDoes() throws {
    let column = try utf8()
    for first in UInt8(0xC0)...0xFF {
        for second: UInt8 in [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] {
            for rest in [[], [0x80], [0x80, 0x80], [0xBF, 0xBF], [0x80, 0x7F], [0xC0]] as [[UInt8]] {
                let bytes = [first, second] + rest
                if second < 0x20 || rest.contains(0x7F) { continue }
                let legal = String(validating: bytes, as: UTF8.self)
                #expect((try? column.text(bytes)) == legal.map { "\"\($0)\"" })
            }
        }
    }
}

@Test func latin1BecomesUTF8() throws {
    let column = try SingleColumn(.varchar, collation: 8)
    #expect(try column.text([0x67, 0x72, 0xF6, 0xDF, 0x65, 0x20, 0x80]) == "\"größe €\"")
    #expect(try column.text([0x81, 0x99, 0xFF, 0xA0, 0x22]) == "\"\u{81}™ÿ\u{A0}\\\"\"")
    for byte in UInt8(0xA0)...0xFF {
        #expect(try column.text([byte]) == "\"\(UnicodeScalar(byte))\"")
    }
}

@Test func asciiAboveItsRangeIsAnError() throws {
    let column = try SingleColumn(.varchar, collation: 11)
    #expect(try column.text("plain") == "\"plain\"")
    #expect(throws: ChangeEventError.self) { try column.text([0x61, 0x80]) }
}

@Test(arguments: [45, 46, 224, 255, 309, 33, 83, 192, 45 + 1024, 33 + 1024, 2048, 2304] as [UInt32])
func utf8CollationsAreKnown(collation: UInt32) throws {
    #expect(try SingleColumn(.blob, collation: collation).text("é") == "\"é\"")
}

@Test(
    arguments: [
        (1, [0xA4, 0xA4, 0x22], "中\\\""), (13, [0x81, 0x5F, 0xB1], "\\\\ｱ"), (28, [0xD6, 0xD0, 0x0A], "中\\n"),
        (10, [0x5B, 0x5D], "ÄÅ"), (35, [0x4E, 0x2D, 0x00, 0x22], "中\\\""), (54, [0xD8, 0x3D, 0xDC, 0x4D], "👍"),
        (60, [0, 0, 0x4E, 0x2D], "中"), (248, [0x84, 0x31, 0xA4, 0x39, 0x41], "\u{FFFF}A"),
        (33, [0xE4, 0xB8, 0xAD], "中"),
    ] as [(UInt32, [UInt8], String)])
func textOfAnyCharsetBecomesEscapedUTF8(collation: UInt32, bytes: [UInt8], escaped: String) throws {
    #expect(try SingleColumn(.varchar, collation: collation).text(bytes) == "\"\(escaped)\"")
}

@Test(arguments: [0, 17, 5000] as [UInt32])
func anUnknownCollationIsAnErrorWhenTheEncoderIsMade(collation: UInt32) throws {
    let error = #expect(throws: ChangeEventError.self) { try SingleColumn(.varchar, collation: collation) }
    #expect(error?.code == .unsupportedCharacterSet)
    #expect(error?.what.contains("\(collation)") == true)
}

@Test(
    arguments: [
        (255, [0x61, 0x80, 0x62], "a\u{FFFD}b"), (33, [0xF0, 0x9F, 0x91, 0x8D], "\u{FFFD}"),
        (11, [0x22, 0xC3], "\\\"\u{FFFD}"),
        (28, [0x81, 0x22], "\u{FFFD}\\\""), (26, [0x81, 0x61], "\u{FFFD}a"), (54, [0xD8, 0x00], "\u{FFFD}"),
    ] as [(UInt32, [UInt8], String)])
func illegalTextStopsOrIsReplacedAndCounted(collation: UInt32, bytes: [UInt8], replaced: String) throws {
    let stopping = try SingleColumn(.varchar, collation: collation)
    let error = #expect(throws: ChangeEventError.self) { try stopping.text(bytes) }
    #expect(error?.code == .invalidText)
    #expect(error?.table == "t" && error?.column == "c")
    #expect(stopping.encoder.invalidTexts == 0)

    let replacing = try SingleColumn(.varchar, collation: collation, options: options { $0.invalidText = .replace })
    #expect(try replacing.text(bytes) == "\"\(replaced)\"")
    #expect(try replacing.text(bytes) == "\"\(replaced)\"")
    #expect(replacing.encoder.invalidTexts == 2)
}

@Test func bytesAreBase64AndBinaryIsPaddedWithItsZeros() throws {
    #expect(try SingleColumn(.blob).text([0xFB, 0xEF, 0xBE, 0xFF]) == "\"++++/w==\"")
    #expect(try SingleColumn(.varchar, metadata: 8, collation: 63).text([1, 2]) == "\"AQI=\"")
    #expect(try SingleColumn(.string, metadata: 4, collation: 63).text([1, 2]) == "\"AQIAAA==\"")
    #expect(try SingleColumn(.string, metadata: 4, collation: 63).text([]) == "\"AAAAAA==\"")
    #expect(try SingleColumn(.string, metadata: 4, collation: 45).text("ab") == "\"ab\"")
}

@Test func binaryFollowsItsOption() throws {
    let hex = try SingleColumn(.string, metadata: 3, collation: 63, options: options { $0.binary = .hex })
    #expect(try hex.text([0x0F, 0xA1]) == "\"0fa100\"")
    let urlSafe = try SingleColumn(.blob, options: options { $0.binary = .base64URLSafe })
    #expect(try urlSafe.text([0xFB, 0xEF, 0xBE, 0xFF]) == "\"----_w==\"")
}

@Test func enumerationsAreTheirMembersText() throws {
    let column = try SingleColumn(.enumeration, collation: 45, members: ["NEW", "a\"b", "已支付"])
    #expect(try column.text(.enumeration(1)) == "\"NEW\"")
    #expect(try column.text(.enumeration(2)) == "\"a\\\"b\"")
    #expect(try column.text(.enumeration(3)) == "\"已支付\"")
    #expect(try column.text(.enumeration(0)) == "\"\"")
    let error = #expect(throws: ChangeEventError.self) { try column.text(.enumeration(4)) }
    #expect(error?.code == .mismatch)
}

@Test func setsAreTheirMembersWithCommas() throws {
    let column = try SingleColumn(.set, collation: 45, members: ["a", "b", "c"])
    #expect(try column.text(.set(0)) == "\"\"")
    #expect(try column.text(.set(0b101)) == "\"a,c\"")
    #expect(try column.text(.set(0b111)) == "\"a,b,c\"")
    #expect(throws: ChangeEventError.self) { try column.text(.set(0b1000)) }
    let wide = try SingleColumn(.set, collation: 45, members: (0..<64).map { "m\($0)" })
    #expect(try wide.text(.set(1 << 63 | 1)) == "\"m0,m63\"")
}

@Test func anEnumerationWithoutMembersIsAnErrorWhenTheEncoderIsMade() {
    let error = #expect(throws: ChangeEventError.self) { try SingleColumn(.enumeration) }
    #expect(error?.code == .mismatch)
    #expect(error?.remedy.contains("binlog_row_metadata=FULL") == true)
}

@Test(arguments: [ColumnType.decimalOld, .null])
func aTypeWithoutEncodingIsAnErrorWhenTheEncoderIsMade(type: ColumnType) {
    let error = #expect(throws: ChangeEventError.self) { try SingleColumn(type) }
    #expect(error?.code == .unsupportedType)
}

@Test func aValueOfAnotherKindThanItsColumnIsAnError() throws {
    let number = try SingleColumn(.long)
    #expect(throws: ChangeEventError.self) { try number.text("text") }
    #expect(throws: ChangeEventError.self) { try number.text(.enumeration(1)) }
    #expect(throws: ChangeEventError.self) { try number.text(.set(1)) }
    #expect(throws: ChangeEventError.self) { try number.text(.timestamp(seconds: 1, microseconds: 0)) }
    #expect(throws: ChangeEventError.self) { try number.text([1]) { .bit($0) } }
}
