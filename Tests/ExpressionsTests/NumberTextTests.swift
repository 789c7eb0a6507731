import Testing

@testable import Expressions

@Test(arguments: [
    ("12", 12.0), (" 12x", 12), ("-3.5e2z", -350), ("1e", 1), ("e5", 0), ("", 0), (".5", 0.5), ("5.", 5), ("+7", 7),
    ("1e999", .greatestFiniteMagnitude), ("-1e999", -.greatestFiniteMagnitude), ("0x10", 0), ("inf", 0), ("nan", 0),
    ("1.", 1), ("-", 0), ("1 2", 1),
])
func aTextIsTheNumberThatItBeginsWith(text: String, expected: Double) {
    #expect(Array(text.utf8).withUnsafeBytes { NumberText.double($0) } == expected)
}
