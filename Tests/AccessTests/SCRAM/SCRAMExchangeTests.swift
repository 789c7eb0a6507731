import Bytes
import Testing

@testable import Access

@Suite struct SCRAMExchangeTests {
    private static let salt = "W22ZaJ0SNY7soEsUEjb6gQ=="
    private static let clientNonce = "rOprNGfwEbeRWgbNEkqO"
    private static let serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    private static let challenge = "r=\(clientNonce)\(serverNonce),s=\(salt),i=4096"

    private static func user(_ name: String = "user") -> User {
        User(
            name: name,
            verifiers: SCRAMHash.allCases.map {
                SCRAMVerifier(
                    hash: $0, password: "pencil", salt: Base64.decode(salt.utf8) ?? [], iterations: 4096)
            }, read: .all, write: .none)
    }

    private static let users = Users([user()])

    private static func server(_ hash: SCRAMHash = .sha256) -> SCRAMServer {
        SCRAMServer(hash, users: users, nonce: Array(serverNonce.utf8))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// RFC 7677, section 3; the values for SHA-512 computed with Python's hashlib from the same nonces and salt.
    @Test(arguments: [
        (
            SCRAMHash.sha256, "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        ),
        (
            .sha512, "gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
            "ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw=="
        ),
    ])
    func exchangeOfTheRFCIsSpokenByBothSides(hash: SCRAMHash, proof: String, signature: String) throws {
        var server = Self.server(hash)
        var client = SCRAMClient(hash, name: "user", password: "pencil", nonce: Array(Self.clientNonce.utf8))
        #expect(text(client.first) == "n,,n=user,r=\(Self.clientNonce)")
        let challenge = try server.answer(first: client.first)
        #expect(text(challenge) == Self.challenge)
        let last = try client.last(after: challenge)
        #expect(text(last) == "c=biws,r=\(Self.clientNonce)\(Self.serverNonce),p=\(proof)")
        let (answer, principal) = try server.answer(last: last)
        #expect(text(answer) == "v=\(signature)")
        #expect(principal.name == "user")
        try client.check(answer)
        #expect(throws: LoginFailure.self) { try client.check(Array("v=AAAA".utf8)) }
        #expect(throws: LoginFailure.self) { try client.check(Array("e=other-error".utf8)) }
    }

    @Test(arguments: [("user", "pencil2"), ("nobody", "pencil"), ("User", "pencil")])
    func wrongNamesAndPasswordsFailAlike(name: String, password: String) throws {
        var server = Self.server()
        var client = SCRAMClient(.sha256, name: name, password: password)
        let last = try client.last(after: try server.answer(first: client.first))
        #expect(throws: LoginFailure.wrongPassword) { try server.answer(last: last) }
    }

    @Test func nameThatNobodyHasGetsTheSameSaltEachTime() throws {
        func challenge(_ name: String) throws -> String {
            var server = Self.server()
            return text(try server.answer(first: Array("n,,n=\(name),r=0123456789".utf8)))
        }
        #expect(try challenge("x") == challenge("x"))
        #expect(try challenge("x") != challenge("y"))
        #expect(try challenge("x").hasSuffix(",i=4096"))
    }

    @Test func namesWithCommaAndEqualsSignAreCarried() throws {
        let users = Users([Self.user("a,b=c")])
        var server = SCRAMServer(.sha256, users: users)
        var client = SCRAMClient(.sha256, name: "a,b=c", password: "pencil")
        #expect(text(client.first).hasPrefix("n,,n=a=2Cb=3Dc,r="))
        let last = try client.last(after: try server.answer(first: client.first))
        #expect(try server.answer(last: last).principal.name == "a,b=c")
    }

    @Test(arguments: ["n,,", "y,,", "n,a=user,", "y,a=user,"])
    func headersWithoutChannelBindingAreTaken(header: String) throws {
        var server = Self.server()
        let bare = "n=user,r=\(Self.clientNonce)"
        let challenge = try server.answer(first: Array((header + bare).utf8))
        // The proof of another header, made with the same means.
        let final = "c=\(Base64.text(Array(header.utf8))),r=\(Self.clientNonce)\(Self.serverNonce)"
        let hash = SCRAMHash.sha256
        let salted = hash.saltedPassword(
            Array("pencil".utf8), salt: try #require(Base64.decode(Self.salt.utf8)), iterations: 4096)
        let key = hash.authenticate(Array("Client Key".utf8), key: salted)
        let signature = hash.authenticate(
            Array("\(bare),\(text(challenge)),\(final)".utf8), key: hash.digest(key))
        let proof = Base64.text(zip(key, signature).map { $0 ^ $1 })
        #expect(try server.answer(last: Array("\(final),p=\(proof)".utf8)).principal.name == "user")
        // The same proof under the usual header: somebody changed what the client said of channel binding.
        if header != "n,," {
            let changed = "c=biws,r=\(Self.clientNonce)\(Self.serverNonce),p=\(proof)"
            #expect(throws: LoginFailure.self) { try server.answer(last: Array(changed.utf8)) }
        }
    }

    @Test(arguments: [
        "", "n", "n,", "n,,", "n,,n=user", "n,,r=0123456789", "n,,r=0123456789,n=user", "x,,n=user,r=0123456789",
        "p=tls-unique,,n=user,r=0123456789", "n,a=other,n=user,r=0123456789", "n,,m=x,n=user,r=0123456789",
        "n,,n=us=er,r=0123456789", "n,,n=us=2,r=0123456789", "n,,n=,r=0123456789", "n,,n=user,r=short",
        "n,,n=user,r=0123 56789", "n,,n=user,r=0123456789,", "n,,n=user,r=", "n,b=user,n=user,r=0123456789",
    ])
    func otherFirstMessagesAreRefused(message: String) {
        var server = Self.server()
        #expect(throws: LoginFailure.self) { try server.answer(first: Array(message.utf8)) }
        #expect(!server.isChallenged)
    }

    @Test(arguments: [
        "", "c=biws", "c=biws,r=NONCE", "c=biws,p=AAAA", "c=biws,r=NONCE,p=AAAA", "c=biws,r=NONCE,p=",
        "c=eSws,r=NONCE,p=PROOF", "c=,r=NONCE,p=PROOF", "c=biws,r=NONCEx,p=PROOF", "c=biws,r=NONC,p=PROOF",
        "r=NONCE,c=biws,p=PROOF", "c=biws,r=NONCE,p=PROOF,x=y", "c=biws,r=NONCE,x=y,p=PROOF",
    ])
    func otherLastMessagesAreRefused(message: String) throws {
        var server = Self.server()
        _ = try server.answer(first: Array("n,,n=user,r=\(Self.clientNonce)".utf8))
        let proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        let filled = message.replacing("NONCE", with: Self.clientNonce + Self.serverNonce).replacing(
            "PROOF", with: proof)
        #expect(throws: LoginFailure.self) { try server.answer(last: Array(filled.utf8)) }
        #expect(throws: Never.self) {
            try server.answer(last: Array("c=biws,r=\(Self.clientNonce)\(Self.serverNonce),p=\(proof)".utf8))
        }
    }

    /// librdkafka up to 2.6.0, as Debian 12 has it.
    @Test func clientNonceMayStandTwice() throws {
        var server = Self.server()
        let bare = "n=user,r=\(Self.clientNonce)"
        let challenge = text(try server.answer(first: Array("n,,\(bare)".utf8)))
        func proof(_ final: String) throws -> String {
            let salt = try #require(Base64.decode(Self.salt.utf8))
            let salted = SCRAMHash.sha256.saltedPassword(Array("pencil".utf8), salt: salt, iterations: 4096)
            let key = SCRAMHash.sha256.authenticate(Array("Client Key".utf8), key: salted)
            let transcript = Array("\(bare),\(challenge),\(final)".utf8)
            let signature = SCRAMHash.sha256.authenticate(transcript, key: SCRAMHash.sha256.digest(key))
            return Base64.text(zip(key, signature).map { $0 ^ $1 })
        }
        let twice = "c=biws,r=\(Self.clientNonce)\(Self.clientNonce)\(Self.serverNonce)"
        #expect(try server.answer(last: Array("\(twice),p=\(proof(twice))".utf8)).principal.name == "user")
        for nonce in ["x\(Self.clientNonce)\(Self.serverNonce)", Self.clientNonce + Self.clientNonce, Self.serverNonce]
        {
            let other = "c=biws,r=\(nonce)"
            #expect(throws: LoginFailure.self) {
                try server.answer(last: Array("\(other),p=\(proof(other))".utf8))
            }
        }
    }

    @Test func lastMessageCannotComeFirst() {
        let server = Self.server()
        #expect(throws: LoginFailure.self) { try server.answer(last: Array("c=biws,r=a,p=b".utf8)) }
    }

    @Test(arguments: [
        "r=other0123456789,s=\(salt),i=4096", "r=\(clientNonce),s=\(salt),i=4096",
        "r=\(clientNonce)x,s=\(salt),i=4095", "r=\(clientNonce)x,s=\(salt),i=1000001", "r=\(clientNonce)x,s=,i=4096",
        "r=\(clientNonce)x,i=4096,s=\(salt)", "e=unknown-user", "",
    ])
    func clientRefusesAWeakOrForeignChallenge(challenge: String) {
        var client = SCRAMClient(.sha256, name: "user", password: "pencil", nonce: Array(Self.clientNonce.utf8))
        #expect(throws: LoginFailure.self) { try client.last(after: Array(challenge.utf8)) }
    }
}
