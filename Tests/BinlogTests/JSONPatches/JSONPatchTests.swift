import Bytes
import Testing

@testable import Binlog

struct JSONPatchTests {
    /// {"a": 1, "bb": [true, "x"]}
    private let document: [UInt8] =
        [0, 2, 0, 38, 0, 18, 0, 1, 0, 19, 0, 2, 0, 5, 1, 0, 2, 21, 0, 0x61, 0x62, 0x62]
        + [2, 0, 17, 0, 4, 1, 0, 12, 10, 0, 1, 0x78] + [UInt8](repeating: 0, count: 5)

    private func lengthPrefixed(_ bytes: [UInt8]) -> [UInt8] {
        [0xFE] + EventBytes.little(UInt64(bytes.count)) + bytes
    }

    private func replace(_ path: String, _ value: [UInt8]) -> [UInt8] {
        [0] + lengthPrefixed(Array(path.utf8)) + lengthPrefixed(value)
    }

    private func insert(_ path: String, _ value: [UInt8]) -> [UInt8] {
        [1] + lengthPrefixed(Array(path.utf8)) + lengthPrefixed(value)
    }

    private func remove(_ path: String) -> [UInt8] { [2] + lengthPrefixed(Array(path.utf8)) }

    private func apply(_ changes: [UInt8], to document: [UInt8]? = nil) throws -> [UInt8] {
        var writer = ByteWriter()
        try (document ?? self.document).withUnsafeBytes { document in
            try changes.withUnsafeBytes { try JSONPatch.apply($0, to: document, into: &writer) }
        }
        return Array(writer.bytes)
    }

    private func text(_ document: [UInt8]) throws -> String {
        try document.withUnsafeBytes { try BinaryJSONText.text($0) }
    }

    private func patched(_ changes: [UInt8]...) throws -> String { try text(try apply(changes.flatMap { $0 })) }

    @Test
    func valuesAreReplacedInsertedAndRemoved() throws {
        #expect(try text(document) == #"{"a":i16:1,"bb":[true,"x"]}"#)
        #expect(try patched(replace("$.a", [4, 0])) == #"{"a":null,"bb":[true,"x"]}"#)
        #expect(try patched(replace("$.bb[1]", [7, 0, 0, 1, 0])) == #"{"a":i16:1,"bb":[true,i32:65536]}"#)
        #expect(try patched(insert("$.b", [5, 9, 0])) == #"{"a":i16:1,"b":i16:9,"bb":[true,"x"]}"#)
        #expect(try patched(insert(#"$."""#, [5, 9, 0])) == #"{"":i16:9,"a":i16:1,"bb":[true,"x"]}"#)
        #expect(try patched(insert("$.ccc", [12, 1, 0x79])) == #"{"a":i16:1,"bb":[true,"x"],"ccc":"y"}"#)
        #expect(try patched(remove("$.a")) == #"{"bb":[true,"x"]}"#)
        #expect(try patched(remove("$.a"), remove("$.bb")) == "{}")
    }

    @Test
    func arraysCountFromBothEnds() throws {
        let nine: [UInt8] = [5, 9, 0]
        #expect(try patched(insert("$.bb[0]", nine)) == #"{"a":i16:1,"bb":[i16:9,true,"x"]}"#)
        #expect(try patched(insert("$.bb[2]", nine)) == #"{"a":i16:1,"bb":[true,"x",i16:9]}"#)
        #expect(try patched(insert("$.bb[77]", nine)) == #"{"a":i16:1,"bb":[true,"x",i16:9]}"#)
        #expect(try patched(replace("$.bb[last]", nine)) == #"{"a":i16:1,"bb":[true,i16:9]}"#)
        #expect(try patched(remove("$.bb[last-1]")) == #"{"a":i16:1,"bb":["x"]}"#)
    }

    @Test
    func namesInQuotesAreUnescaped() throws {
        let path = #"$."q\"\\\u00e9\uD83D\uDE00\t\/ .[""#
        #expect(try patched(insert(path, [4, 1]), remove("$.bb")) == "{\"a\":i16:1,\"q\"\\é😀\t/ .[\":true}")
    }

    @Test
    func aChangeInsideOfAnInsertedValueIsApplied() throws {
        let object = Array(document)
        #expect(
            try patched(insert("$.c", object), replace("$.c.a", [4, 2]), remove("$.c.bb[0]"))
                == #"{"a":i16:1,"c":{"a":false,"bb":["x"]},"bb":[true,"x"]}"#)
    }

    /// Small containers hold 64 KiB; beyond that offsets and short numbers change their place.
    @Test
    func containersGrowAndShrinkBetweenTheLayouts() throws {
        let string = [UInt8](repeating: 0x7A, count: 70_000)
        let long: [UInt8] = [12, 0xF0, 0xA2, 0x04] + string
        let numbers = insert("$.n", [7, 0xFF, 0xFF, 0xFE, 0xFF]) + insert("$.m", [5, 0xFE, 0xFF])
        let large = try apply(numbers + insert("$.l", long))
        #expect(large[0] == 1 && large.count > 70_000)
        let expected = #"{"a":i16:1,"l":"\#(String(repeating: "z", count: 70_000))","m":i16:-2,"n":i32:-65537,"#
        #expect(try text(large) == expected + #""bb":[true,"x"]}"#)
        let small = try apply(remove("$.l"), to: large)
        #expect(small[0] == 0 && small.count < 100)
        #expect(try text(small) == #"{"a":i16:1,"m":i16:-2,"n":i32:-65537,"bb":[true,"x"]}"#)
        #expect(try small == apply(numbers))
    }

    @Test
    func changesThatDoNotFitTheDocumentAreRefused() throws {
        let nine: [UInt8] = [5, 9, 0]
        let refused = [
            replace("$.x", nine), replace("$.bb[2]", nine), replace("$.a.b", nine), replace("$.a[0]", nine),
            insert("$.a", nine), insert("$.a.b", nine), insert("$[0]", nine), insert("$.bb.x", nine),
            remove("$.x"), remove("$.bb[2]"), remove("$[0]"), remove("$.bb.x"), remove("$.bb[last-2]"),
            replace("$", nine), insert("$", nine), remove("$"),
        ]
        for change in refused { #expect(throws: BytesError.self) { _ = try apply(change) } }
        for document in [[], [5, 1, 0], [12, 1, 0x61]] as [[UInt8]] {
            #expect(throws: BytesError.self) { _ = try apply(replace("$.a", nine), to: document) }
        }
    }

    @Test
    func pathsThatAreNoneAreRefused() {
        let paths = [
            "", "a", "$a", "$.\"a", "$[", "$[]", "$[1", "$[x]", "$[last", "$[lost]", "$[last-]", "$[99999999999]",
            "$.\"\\u12", "$.\"\\ud83dx\"", "$.\"\\uzzzz\"", "$" + String(repeating: ".a", count: 101),
        ]
        for path in paths { #expect(throws: BytesError.self) { _ = try apply(remove(path)) } }
    }

    @Test
    func truncatedChangesAndDocumentsThrow() throws {
        let changes = replace("$.a", [5, 9, 0])
        for length in 1..<changes.count {
            #expect(throws: BytesError.self) { _ = try apply(Array(changes[..<length])) }
        }
        for length in 0..<document.count {
            #expect(throws: BytesError.self) { _ = try apply(changes, to: Array(document[..<length])) }
        }
    }

    /// Values that all point at the same bytes would become a document without end.
    @Test
    func overlappingPartsAreRefused() {
        let count = 1000
        var document: [UInt8] = [2] + EventBytes.little(UInt16(count)) + EventBytes.little(UInt16(4 + 3 * count + 900))
        for _ in 0..<count { document += [12] + EventBytes.little(UInt16(4 + 3 * count)) }
        document += [0x80 | 2, 7] + [UInt8](repeating: 0x61, count: 898)
        #expect(throws: BytesError.self) { _ = try apply(remove("$[0]"), to: document) }
    }

    @Test
    func changedBytesNeverTrap() throws {
        var random = SplitMix64(state: 39)
        let changes = [
            insert("$.c", document), replace("$.c.a", [4, 2]), remove("$.bb[0]"), insert("$.bb[last]", [4, 0]),
        ].flatMap { $0 }
        for _ in 0..<20_000 {
            var both = [document, changes]
            let which = Int(random.next() % 2)
            both[which][Int(random.next() % UInt64(both[which].count))] = UInt8(truncatingIfNeeded: random.next())
            _ = (try? apply(both[1], to: both[0])).map { try? text($0) }
        }
    }
}
