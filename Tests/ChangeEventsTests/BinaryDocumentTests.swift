import Binlog
import ChangeEvents
import Testing

private func text(_ bytes: [UInt8]) throws -> String {
    let written = try SingleColumn(.json).text(bytes) { .json($0) }
    // Undo the JSON string around the document: none of the documents here holds an escape of its own but \" and \\.
    return String(written.dropFirst().dropLast().replacing("\\\\", with: "\u{0}").replacing("\\\"", with: "\""))
        .replacing("\u{0}", with: "\\")
}

@Test(
    arguments: [
        ([], "null"), ([4, 0], "null"), ([4, 1], "true"), ([4, 2], "false"), ([5, 0xFE, 0xFF], "-2"),
        ([6, 0xFE, 0xFF], "65534"), ([7, 0, 0, 0, 0x80], "-2147483648"), ([8, 0xFF, 0xFF, 0xFF, 0xFF], "4294967295"),
        ([9, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "-1"),
        ([10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "18446744073709551615"),
        ([11, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F], "1.5"), ([12, 3, 0x61, 0x22, 0x62], "\"a\\\"b\""), ([12, 0], "\"\""),
        ([15, 246, 4, 4, 2, 0x8C, 0x22], "12.34"), ([15, 252, 2, 0xFF, 0x00], "\"/wA=\""),
        ([15, 10, 8, 0, 0, 0, 0, 0, 0x28, 0xA0, 0x19], "\"2018-06-20\""),
        ([15, 12, 8, 0, 0, 0, 0x43, 0xD9, 0x28, 0xA0, 0x19], "\"2018-06-20 13:37:03\""),
        ([15, 12, 8, 0xC0, 0xD4, 0x01, 0x43, 0xD9, 0x28, 0xA0, 0x19], "\"2018-06-20 13:37:03.12\""),
        ([15, 11, 8, 0, 0, 0, 0x43, 0xD9, 0, 0, 0], "\"13:37:03\""),
        ([15, 11, 8, 0, 0, 0, 0xBD, 0x26, 0xFF, 0xFF, 0xFF], "\"-13:37:03\""),
    ] as [([UInt8], String)])
func scalarDocumentsAreTheirText(bytes: [UInt8], expected: String) throws {
    #expect(try text(bytes) == expected)
}

/// {"a": 1, "bc": [true, "x", {"d": null}]}, laid out by hand.
private let nested: [UInt8] =
    [0]  // small object
    + [2, 0, 50, 0]  // two members, 50 bytes
    + [18, 0, 1, 0, 19, 0, 2, 0]  // keys at 18 and 19
    + [5, 1, 0, 2, 21, 0]  // int16 1 inline, small array at 21
    + [0x61, 0x62, 0x63]
    + [3, 0, 29, 0]  // 21: three elements, 29 bytes
    + [4, 1, 0, 12, 13, 0, 0, 15, 0]  // true, string at 13, small object at 15
    + [1, 0x78]
    + [1, 0, 12, 0, 11, 0, 1, 0, 4, 0, 0, 0x64]  // 15: one member, 12 bytes, key at 11, literal null
    + [0, 0]

/// The same array with four-byte counts and offsets: [70000, -1].
private let large: [UInt8] =
    [3] + [2, 0, 0, 0, 18, 0, 0, 0] + [8, 0x70, 0x11, 1, 0] + [7, 0xFF, 0xFF, 0xFF, 0xFF]

@Test func nestedDocumentsAreCompactText() throws {
    #expect(try text(nested) == "{\"a\":1,\"bc\":[true,\"x\",{\"d\":null}]}")
    #expect(try text(large) == "[70000,-1]")
    #expect(try text([0, 0, 0, 4, 0]) == "{}")
    #expect(try text([2, 0, 0, 4, 0]) == "[]")
}

@Test func wholeDoublesStandWithoutAnExponent() throws {
    let ten = withUnsafeBytes(of: (1e10).bitPattern.littleEndian) { Array($0) }
    #expect(try text([11] + ten) == "10000000000")
}

@Test func truncatedDocumentsAreErrors() throws {
    for length in 1..<(nested.count - 2) {
        #expect(throws: ChangeEventError.self) { try text(Array(nested[..<length])) }
    }
    for length in 1..<large.count {
        let error = #expect(throws: ChangeEventError.self) { try text(Array(large[..<length])) }
        #expect(error?.code == .malformedValue)
    }
}

@Test func changedDocumentsNeverTrap() throws {
    for document in [nested, large] {
        var refused = 0
        for index in document.indices {
            for value in UInt8.min...UInt8.max {
                var changed = document
                changed[index] = value
                do {
                    _ = try text(changed)
                } catch is ChangeEventError {
                    refused += 1
                }
            }
        }
        #expect(refused > 0)
    }
}

/// Arrays that hold the same inner array twice, level after level: two to the power of the depth, if nobody counts.
@Test func documentsWhosePartsOverlapAreErrors() throws {
    var inner: [UInt8] = [0, 0, 4, 0]
    for _ in 0..<40 {
        let size = UInt16(10 + inner.count)
        inner =
            [2, 0, UInt8(truncatingIfNeeded: size), UInt8(size >> 8), 2, 10, 0, 2, 10, 0] + inner
    }
    #expect(throws: ChangeEventError.self) { try text([2] + inner) }
}

@Test func documentsDeeperThanTheServerNestsAreErrors() throws {
    func nest(_ depth: Int) -> [UInt8] {
        var inner: [UInt8] = [0, 0, 4, 0]
        for _ in 1..<depth {
            let size = UInt16(7 + inner.count)
            inner = [1, 0, UInt8(truncatingIfNeeded: size), UInt8(size >> 8), 2, 7, 0] + inner
        }
        return [2] + inner
    }
    #expect(try text(nest(100)).count == 200)
    #expect(throws: ChangeEventError.self) { try text(nest(101)) }
}

@Test func textInADocumentThatIsNotUTF8IsAnError() throws {
    #expect(throws: ChangeEventError.self) { try text([12, 1, 0xFF]) }
}
