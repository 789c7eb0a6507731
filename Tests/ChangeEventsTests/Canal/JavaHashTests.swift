import Bytes
import Testing

@testable import ChangeEvents

@Suite struct JavaHashTests {
    @Test(
        arguments: [
            ("", 0), ("a", 97), ("hello", 99_162_322), ("polygenelubricants", .min), ("\u{1F600}", 1_772_899),
            ("\u{E9}\u{4E2D}", 27_236),
        ] as [(String, Int32)])
    func hashesAreJavas(text: String, expected: Int32) {
        #expect(JavaHash.hash(text) == expected)
    }

    @Test(arguments: [
        "", "1001", "a\"b\\c/",
        "\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}", "\u{E9}\u{4E2D}\u{1F600}\u{10FFFF}", "\u{FFFF}",
    ])
    func textInJSONHashesAsTheTextItself(text: String) {
        for escapes in [JSONEscapes.capitals, .small] {
            var writer = ByteWriter()
            writer.appendJSON(text, escapes: escapes)
            #expect(JavaHash.hash(json: writer.bytes) == JavaHash.hash(text))
        }
    }

    @Test func nullHashesAsTheEmptyText() {
        Array("null".utf8).withUnsafeBytes { #expect(JavaHash.hash(json: $0) == 0) }
    }

    @Test func theSmallestHashHasAPartitionToo() {
        #expect(JavaHash.partition(.min, count: 7) == 2)
        #expect(JavaHash.partition(-9, count: 7) == 2)
        #expect(JavaHash.partition(.max, count: 1) == 0)
    }
}
