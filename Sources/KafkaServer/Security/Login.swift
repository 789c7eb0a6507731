import Access
import KafkaProtocol
import NIOCore

/// A connection's way from "nobody" to a user: the requests of SASL, one after the other.
///
///     SaslHandshake v1      names the mechanism; its messages come in SaslAuthenticate requests
///     SaslHandshake v0      names the mechanism; its messages come as bare frames: length i32 | bytes
///
/// Checking a password takes milliseconds, so this runs on a thread for logins, never on an event loop.
struct Login: Sendable {
    private enum Conversation: Sendable {
        case plain
        case scram(SCRAMServer)
    }

    private enum Stage: Sendable {
        case handshake
        case conversation(Conversation, isBare: Bool)
        case done
    }

    private let mechanisms: [SASLMechanism]
    private let users: Users
    private var stage = Stage.handshake

    init(mechanisms: [SASLMechanism], users: Users) {
        self.mechanisms = mechanisms
        self.users = users
    }

    /// True when frames have no header: they are messages of the mechanism.
    var expectsBareFrames: Bool { if case .conversation(_, isBare: true) = stage { true } else { false } }

    /// Takes one frame in, without its length prefix.
    mutating func answer(_ frame: ByteBuffer) -> LoginStep {
        do throws(KafkaProtocolError) {
            if expectsBareFrames {
                let (reply, outcome) = take(Array(frame.readableBytesView))
                return outcome.step(outcome.isFailure ? nil : Self.bare(reply))
            }
            return try frame.withUnsafeReadableBytes { bytes throws(KafkaProtocolError) in try answer(request: bytes) }
        } catch {
            return .failed(nil, "\(error)")
        }
    }

    private mutating func answer(request frame: UnsafeRawBufferPointer) throws(KafkaProtocolError) -> LoginStep {
        var (header, api, body) = try RequestHeader.read(frame, elementsMax: 16) {
            $0 == .saslHandshake || $0 == .saslAuthenticate
        }
        if api == .saslHandshake {
            let (response, step) = shakeHands(try body.body(), version: header.apiVersion)
            return step.step(try Self.encode(response, header, api))
        }
        let request = try body.body(SASLAuthenticateRequest.self)
        guard case .conversation = stage else {
            let response = SASLAuthenticateResponse {
                $0.errorCode = .illegalSASLState
                $0.errorMessage = "SaslAuthenticate comes after SaslHandshake, and once"
            }
            return .failed(try Self.encode(response, header, api), "SaslAuthenticate out of turn")
        }
        let (reply, outcome) = take(request.authBytes)
        let response = SASLAuthenticateResponse {
            guard case .failed(let reason) = outcome else { return $0.authBytes = reply }
            $0.errorCode = .saslAuthenticationFailed
            $0.errorMessage = "login failed: \(reason)"
        }
        return outcome.step(try Self.encode(response, header, api))
    }

    private mutating func shakeHands(
        _ request: SASLHandshakeRequest,
        version: Int16
    ) -> (SASLHandshakeResponse, Outcome) {
        func response(_ error: ErrorCode) -> SASLHandshakeResponse {
            SASLHandshakeResponse {
                $0.errorCode = error
                $0.mechanisms = mechanisms.map(\.rawValue)
            }
        }
        guard case .handshake = stage else {
            return (response(.illegalSASLState), .failed("SaslHandshake out of turn"))
        }
        guard let mechanism = SASLMechanism(rawValue: request.mechanism), mechanisms.contains(mechanism) else {
            return (response(.unsupportedSASLMechanism), .failed("it asked for a mechanism that is not offered"))
        }
        let conversation: Conversation =
            switch mechanism {
            case .plain: .plain
            case .scramSHA256: .scram(SCRAMServer(.sha256, users: users))
            case .scramSHA512: .scram(SCRAMServer(.sha512, users: users))
            }
        stage = .conversation(conversation, isBare: version == 0)
        return (response(.none), .goesOn)
    }

    /// One message of the mechanism.
    private mutating func take(_ message: [UInt8]) -> (reply: [UInt8], outcome: Outcome) {
        guard case .conversation(let conversation, let isBare) = stage else { return ([], .failed("out of turn")) }
        do throws(LoginFailure) {
            switch conversation {
            case .plain:
                let message = try PlainMessage(message)
                guard let principal = users.check(name: message.name, password: message.password) else {
                    throw .wrongPassword
                }
                stage = .done
                return ([], .done(principal))
            case .scram(var server):
                guard server.isChallenged else {
                    let reply = try server.answer(first: message)
                    stage = .conversation(.scram(server), isBare: isBare)
                    return (reply, .goesOn)
                }
                let (reply, principal) = try server.answer(last: message)
                stage = .done
                return (reply, .done(principal))
            }
        } catch {
            // One attempt a connection.
            stage = .done
            return ([], .failed("\(error)"))
        }
    }

    private enum Outcome {
        case goesOn
        case done(Principal)
        case failed(String)

        var isFailure: Bool { if case .failed = self { true } else { false } }

        func step(_ reply: ByteBuffer?) -> LoginStep {
            switch self {
            case .goesOn: .goesOn(reply ?? ByteBuffer())
            case .done(let principal): .done(reply ?? ByteBuffer(), principal)
            case .failed(let reason): .failed(reply, reason)
            }
        }
    }

    private static func encode(
        _ response: some KafkaStructure,
        _ header: RequestHeader,
        _ api: APIKey
    ) throws(KafkaProtocolError) -> ByteBuffer {
        let message = try KafkaWriter.response(
            response, api: api, version: header.apiVersion, correlationID: header.correlationID)
        return ByteBuffer(bytes: message.bytes)
    }

    private static func bare(_ bytes: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer(integer: Int32(clamping: bytes.count))
        buffer.writeBytes(bytes)
        return buffer
    }
}

/// What becomes of one frame of a login.
enum LoginStep: Sendable {
    /// The answer; the login goes on.
    case goesOn(ByteBuffer)
    /// The last answer, and who it is.
    case done(ByteBuffer, Principal)
    /// The answer, if the client can read one, and why: the connection ends.
    case failed(ByteBuffer?, String)
}
