import Testing

@testable import Access

@Suite struct SCRAMHashTests {
    /// Checked against Python's hashlib; those with one iteration stand in RFC 7914 and in the usual lists of vectors.
    @Test(arguments: [
        (SCRAMHash.sha256, 1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
        (.sha256, 4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
        (
            .sha512, 1,
            "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
                + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce"
        ),
    ])
    func saltedPasswordIsPBKDF2(hash: SCRAMHash, iterations: Int, hex: String) {
        let key = hash.saltedPassword(Array("password".utf8), salt: Array("salt".utf8), iterations: iterations)
        #expect(key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hex)
    }

    @Test func emptyPasswordsAndLongOnesAreComputedToo() {
        for password in [[], [UInt8](repeating: 65, count: 100_000)] {
            #expect(SCRAMHash.sha512.saltedPassword(password, salt: [1], iterations: 1).count == 64)
        }
    }
}
