import Foundation
import Testing

@testable import leat

@Suite struct JSONTextTests {
    @Test(arguments: ["", "plain", "\"", "\\", "a\"b\\c\n\r\t\u{0}\u{1f}é😀", "ends with \"", "\u{7f}/"])
    func everyTextComesBack(text: String) throws {
        let quoted = JSONText.quoted(text)
        let read = try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8))
        #expect(read == [text])
        #expect(!quoted.contains("\n"))
    }
}
