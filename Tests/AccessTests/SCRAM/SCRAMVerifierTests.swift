import Bytes
import Testing

@testable import Access

@Suite struct SCRAMVerifierTests {
    /// The salt of RFC 7677; keys computed with Python's hashlib.
    static let text256 =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="

    @Test func verifierOfAPasswordIsWrittenAndReadBack() throws {
        let salt = try #require(Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==".utf8))
        let verifier = SCRAMVerifier(hash: .sha256, password: "pencil", salt: salt, iterations: 4096)
        #expect(verifier.text == Self.text256)
        #expect(SCRAMVerifier(Self.text256) == verifier)
        #expect(verifier.accepts("pencil"))
        #expect(!verifier.accepts("Pencil") && !verifier.accepts(""))
    }

    @Test(arguments: [
        "", "pencil", "SCRAM-SHA-1$4096:AAAA$AAAA:AAAA",
        text256.replacing("4096", with: "4095"), text256.replacing("4096", with: "+4096"),
        text256.replacing("4096", with: "1000001"), text256.replacing("W22ZaJ0SNY7soEsUEjb6gQ==", with: "AAAA"),
        text256.replacing("SHA-256", with: "SHA-512"), String(text256.dropLast(4)), text256 + "$", text256 + "\n",
    ])
    func otherTextsAreNoVerifiers(text: String) { #expect(SCRAMVerifier(text) == nil) }
}
