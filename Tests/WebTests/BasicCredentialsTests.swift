import Bytes
import Testing

@testable import Web

@Suite struct BasicCredentialsTests {
    @Test(arguments: [("a:b", "a", "b"), ("a:b:c", "a", "b:c"), ("a:", "a", "")])
    func nameEndsAtTheFirstColon(text: String, name: String, password: String) {
        for scheme in ["Basic", "basic", "BASIC"] {
            let read = BasicCredentials("\(scheme) \(Base64.text(Array(text.utf8)))")
            #expect(read?.name == name && read?.password == password)
        }
    }

    @Test(arguments: [
        "", "Basic", "Basic ", "Bearer YTpi", "Basic YTp", "Basic YTpi x", "Basic \(Base64.text(Array("ab".utf8)))",
        "Basic \(Base64.text(Array(":b".utf8)))", "Basic \(Base64.text([0xFF, 0x3A, 0x41]))",
        "Basic \(Base64.text([UInt8](repeating: 0x3A, count: 6_000)))",
    ])
    func otherHeadersAreRefused(header: String) { #expect(BasicCredentials(header) == nil) }
}
