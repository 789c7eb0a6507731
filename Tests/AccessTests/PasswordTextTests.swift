import Testing

@testable import Access

@Suite struct PasswordTextTests {
    @Test(arguments: ["a", "correct horse battery staple", "~!@#$%^&*()_+,=:\"'\\"])
    func printableASCIIIsAPassword(text: String) { #expect(PasswordText.fault(text) == nil) }

    @Test(arguments: ["", "pässword", "a\n", "\u{7F}", String(repeating: "a", count: 129)])
    func otherPasswordsAreRefused(text: String) { #expect(PasswordText.fault(text) != nil) }

    @Test(arguments: [
        ("dash", true), ("team-1.reader@x_y+z", true), ("", false), ("a:b", false), ("a b", false),
        ("a,b", false), ("a=b", false), ("ä", false), (String(repeating: "a", count: 65), false),
    ])
    func namesAreLettersDigitsAndAFewSigns(name: String, isLegal: Bool) {
        #expect(PasswordText.isLegalName(name) == isLegal)
    }
}
