import Access
import KafkaProtocol
import NIOCore
import Testing

@testable import KafkaServer

@Suite("Logins")
struct LoginTests {
    private func login(_ mechanisms: [SASLMechanism] = SASLMechanism.allCases) -> Login {
        Login(mechanisms: mechanisms, users: TestUsers.users)
    }

    private func frame<Request: KafkaRequest>(_ request: Request, version: Int16 = 1) throws -> ByteBuffer {
        let message = try KafkaWriter.request(request, version: version, correlationID: 7, clientID: "test")
        return ByteBuffer(bytes: message.bytes.dropFirst(4))
    }

    private func handshake(_ mechanism: String, version: Int16 = 1) throws -> ByteBuffer {
        try frame(SASLHandshakeRequest { $0.mechanism = mechanism }, version: version)
    }

    private func plain(_ name: String, _ password: String) throws -> ByteBuffer {
        try frame(SASLAuthenticateRequest { $0.authBytes = PlainMessage(name: name, password: password).bytes })
    }

    private func response<Request: KafkaRequest>(
        to _: Request.Type,
        _ bytes: ByteBuffer?,
        version: Int16 = 1
    ) throws -> Request.Response {
        let bytes = Array(try #require(bytes).readableBytesView.dropFirst(4))
        return try bytes.withUnsafeBytes { view in
            var (id, body) = try KafkaReader.response(view, api: Request.api, version: version)
            #expect(id == 7)
            return try body.body()
        }
    }

    @Test("a name and its password are let in with PLAIN, with that user's rights")
    func rightPassword() throws {
        var login = login()
        guard case .goesOn(let answer) = login.answer(try handshake("PLAIN")) else {
            Issue.record("the handshake failed")
            return
        }
        #expect(try response(to: SASLHandshakeRequest.self, answer).mechanisms.count == 3)
        guard case .done(let last, let principal) = login.answer(try plain("some", "some")) else {
            Issue.record("the login failed")
            return
        }
        #expect(try response(to: SASLAuthenticateRequest.self, last).errorCode == .none)
        #expect(try response(to: SASLAuthenticateRequest.self, last).sessionLifetimeMilliseconds == 0)
        #expect(principal == TestUsers.some.principal)
    }

    @Test("a wrong password and a name that nobody has are refused with the same words", arguments: ["some", "nobody"])
    func wrongPassword(name: String) throws {
        var login = login()
        _ = login.answer(try handshake("PLAIN"))
        guard case .failed(let answer, let reason) = login.answer(try plain(name, "wrong")) else {
            Issue.record("the login did not fail")
            return
        }
        let response = try response(to: SASLAuthenticateRequest.self, answer)
        #expect(response.errorCode == .saslAuthenticationFailed)
        #expect(response.errorMessage == "login failed: user name or password is wrong")
        #expect(!reason.contains("wrong-password"))
        // The right one comes too late on this connection.
        guard case .failed = login.answer(try plain("some", "some")) else {
            Issue.record("a second attempt was taken")
            return
        }
    }

    @Test("SCRAM is spoken to the end", arguments: [SASLMechanism.scramSHA256, .scramSHA512])
    func scram(_ mechanism: SASLMechanism) throws {
        var login = login([mechanism])
        _ = login.answer(try handshake(mechanism.rawValue))
        var client = SCRAMClient(try #require(mechanism.hash), name: "all", password: "all")
        guard
            case .goesOn(let challenge) = login.answer(
                try frame(SASLAuthenticateRequest { $0.authBytes = client.first }))
        else {
            Issue.record("the first message was refused")
            return
        }
        let last = try client.last(after: try response(to: SASLAuthenticateRequest.self, challenge).authBytes)
        guard
            case .done(let answer, let principal) = login.answer(
                try frame(SASLAuthenticateRequest { $0.authBytes = last }))
        else {
            Issue.record("the last message was refused")
            return
        }
        try client.check(try response(to: SASLAuthenticateRequest.self, answer).authBytes)
        #expect(principal.name == "all")
    }

    @Test("after a handshake of version 0 the messages come and go without headers")
    func bareFrames() throws {
        var login = login()
        _ = login.answer(try handshake("PLAIN", version: 0))
        #expect(login.expectsBareFrames)
        guard
            case .done(let answer, let principal) = login.answer(
                ByteBuffer(bytes: PlainMessage(name: "all", password: "all").bytes))
        else {
            Issue.record("the bare frame was refused")
            return
        }
        #expect(Array(answer.readableBytesView) == [0, 0, 0, 0])
        #expect(principal.name == "all" && !login.expectsBareFrames)
    }

    @Test("a bare frame with a wrong password gets no answer")
    func wrongBareFrame() throws {
        var login = login()
        _ = login.answer(try handshake("PLAIN", version: 0))
        guard case .failed(nil, _) = login.answer(ByteBuffer(bytes: [0, 65, 0, 66])) else {
            Issue.record("it was answered")
            return
        }
    }

    @Test("a mechanism that the listener does not offer is refused, and those that it does are named")
    func otherMechanism() throws {
        for mechanism in ["PLAIN", "GSSAPI", "", "scram-sha-512"] {
            var login = login([.scramSHA512])
            guard case .failed(let answer, _) = login.answer(try handshake(mechanism)) else {
                Issue.record("\(mechanism) was taken")
                return
            }
            let response = try response(to: SASLHandshakeRequest.self, answer)
            #expect(response.errorCode == .unsupportedSASLMechanism && response.mechanisms == ["SCRAM-SHA-512"])
        }
    }

    @Test("steps out of turn are refused")
    func outOfTurn() throws {
        var early = login()
        guard case .failed(let answer, _) = early.answer(try plain("all", "all")) else {
            Issue.record("SaslAuthenticate was taken first")
            return
        }
        #expect(try response(to: SASLAuthenticateRequest.self, answer).errorCode == .illegalSASLState)
        var twice = login()
        _ = twice.answer(try handshake("PLAIN"))
        guard case .failed(let answer, _) = twice.answer(try handshake("PLAIN")) else {
            Issue.record("a second handshake was taken")
            return
        }
        #expect(try response(to: SASLHandshakeRequest.self, answer).errorCode == .illegalSASLState)
    }

    @Test("other requests and rubbish end the login without an answer")
    func otherRequests() throws {
        var random = SystemRandomNumberGenerator()
        var frames = [try frame(MetadataRequest(), version: 9), ByteBuffer(), ByteBuffer(bytes: [0])]
        for _ in 0..<200 {
            var bytes = (0..<Int.random(in: 8...80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            bytes.replaceSubrange(0..<4, with: [0, [17, 36].randomElement() ?? 17, 0, UInt8.random(in: 0...2)])
            frames.append(ByteBuffer(bytes: bytes))
        }
        for frame in frames {
            var login = login()
            if case .done = login.answer(frame) { Issue.record("let in by \(frame)") }
        }
    }
}
