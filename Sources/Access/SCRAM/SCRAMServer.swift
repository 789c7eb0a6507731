import Bytes

/// The server's side of one SCRAM login: two messages come, two answers go. It derives no keys from passwords and
/// costs microseconds.
///
///     client   n,,n=user,r=abc                          gs2 header, name, client's nonce
///     server   r=abcXYZ,s=<salt>,i=8192                  both nonces, and what the salted password is made of
///     client   c=biws,r=abcXYZ,p=<proof>                 the gs2 header again, nonces, ClientKey XOR ClientSignature
///     server   v=<server signature>
///
/// Source: RFC 5802, sections 5 to 7; RFC 7677. Of channel binding only its absence is spoken: `n` (the client has
/// none) and `y` (it saw none offered) are taken, `p=…` is refused, and the header must come back unchanged.
public struct SCRAMServer: Sendable {
    private struct Challenge: Sendable {
        let header: [UInt8]
        let clientNonce: [UInt8]
        /// The client's and ours.
        let nonce: [UInt8]
        /// `client-first-message-bare , server-first-message ,`
        let transcript: [UInt8]
        let name: String
        let verifier: SCRAMVerifier
        let principal: Principal?
    }

    private let users: Users
    private let hash: SCRAMHash
    private let serverNonce: [UInt8]
    private var challenge: Challenge?

    public init(_ hash: SCRAMHash, users: Users) {
        self.init(hash, users: users, nonce: SCRAMAttributes.freshNonce())
    }

    init(_ hash: SCRAMHash, users: Users, nonce: [UInt8]) {
        self.hash = hash
        self.users = users
        serverNonce = nonce
    }

    /// True once the first message has been answered.
    public var isChallenged: Bool { challenge != nil }
    /// The name that the client gave, for the log.
    public var name: String? { challenge?.name }

    /// Answers the client's first message.
    public mutating func answer(first message: [UInt8]) throws(LoginFailure) -> [UInt8] {
        let (header, bare) = try Self.split(message)
        let attributes = try SCRAMAttributes(bare)
        let name = try SCRAMName.decode(try attributes.value("n", at: 0))
        let clientNonce = try attributes.value("r", at: 1)
        try SCRAMAttributes.checkNonce(clientNonce)
        try Self.checkHeader(header, name: name)
        let (verifier, principal) = users.entry(name: name, hash: hash)
        let nonce = Array(clientNonce) + serverNonce
        let reply =
            Array("r=".utf8) + nonce + Array(",s=\(Base64.text(verifier.salt)),i=\(verifier.iterations)".utf8)
        let comma = [UInt8(ascii: ",")]
        challenge = Challenge(
            header: Array(header), clientNonce: Array(clientNonce), nonce: nonce,
            transcript: Array(bare) + comma + reply + comma, name: name,
            verifier: verifier, principal: principal)
        return reply
    }

    /// Answers the client's last message: who he is, and what proves to him that we know his verifier.
    public func answer(last message: [UInt8]) throws(LoginFailure) -> (reply: [UInt8], principal: Principal) {
        guard let challenge else { throw .malformed("the last SCRAM message came first") }
        let attributes = try SCRAMAttributes(message[...])
        let header = try attributes.value("c", at: 0)
        guard let header = Base64.decode(header), header == challenge.header else {
            throw .malformed("the SCRAM message does not repeat the header of the first")
        }
        let nonce = try attributes.value("r", at: 1)
        // librdkafka before 2.6.1 puts its own nonce before both once more; Apache Kafka lets that pass, too. Ours is in
        // it either way, and the proof covers it.
        guard nonce.elementsEqual(challenge.nonce) || nonce.elementsEqual(challenge.clientNonce + challenge.nonce)
        else {
            throw .malformed("the SCRAM message does not carry the nonce that was given to it")
        }
        // The proof stands last and covers everything before it.
        let proof = try attributes.value("p", at: attributes.list.count - 1)
        guard attributes.list.count >= 3, let proof = Base64.decode(proof), proof.count == hash.byteCount else {
            throw .malformed("the proof in the SCRAM message has the wrong length")
        }
        let proofLength = 3 + (attributes.list.last?.value.count ?? 0)
        let transcript = challenge.transcript + message.dropLast(proofLength)
        let signature = hash.authenticate(transcript, key: challenge.verifier.storedKey)
        let clientKey = zip(proof, signature).map { $0 ^ $1 }
        let isRight = ConstantTime.areEqual(hash.digest(clientKey), challenge.verifier.storedKey)
        guard isRight, let principal = challenge.principal else { throw .wrongPassword }
        let ours = hash.authenticate(transcript, key: challenge.verifier.serverKey)
        return (Array("v=\(Base64.text(ours))".utf8), principal)
    }

    /// Cuts the header (`n,,` or `n,a=name,`) off.
    private static func split(
        _ message: [UInt8]
    ) throws(LoginFailure) -> (header: ArraySlice<UInt8>, bare: ArraySlice<UInt8>) {
        let comma = UInt8(ascii: ",")
        guard let first = message.firstIndex(of: comma), let second = message[(first + 1)...].firstIndex(of: comma)
        else { throw .malformed("the first SCRAM message has no header") }
        return (message[...second], message[(second + 1)...])
    }

    private static func checkHeader(_ header: ArraySlice<UInt8>, name: String) throws(LoginFailure) {
        let parts = header.dropLast().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let binding = parts.first, parts.count == 2 else {
            throw .malformed("the first SCRAM message has no header")
        }
        if binding.first == UInt8(ascii: "p") { throw .unsupported("channel binding is not offered") }
        guard binding == [UInt8(ascii: "n")] || binding == [UInt8(ascii: "y")] else {
            throw .malformed("the header of the SCRAM message begins with neither n nor y")
        }
        // Logging in as one and acting as another is not offered.
        guard parts[1].isEmpty || parts[1] == (Array("a=".utf8) + SCRAMName.encode(name))[...] else {
            throw .unsupported("acting for another user is not offered")
        }
    }
}
