import Bytes

/// The client's side of one SCRAM login (see `SCRAMServer` for the messages).
public struct SCRAMClient: Sendable {
    private let hash: SCRAMHash
    private let name: String
    private let password: String
    private let nonce: [UInt8]
    private var signature: [UInt8]?

    public init(_ hash: SCRAMHash, name: String, password: String) {
        self.init(hash, name: name, password: password, nonce: SCRAMAttributes.freshNonce())
    }

    init(_ hash: SCRAMHash, name: String, password: String, nonce: [UInt8]) {
        self.hash = hash
        self.name = name
        self.password = password
        self.nonce = nonce
    }

    private static let header = Array("n,,".utf8)
    private var firstBare: [UInt8] { Array("n=".utf8) + SCRAMName.encode(name) + Array(",r=".utf8) + nonce }

    public var first: [UInt8] { Self.header + firstBare }

    /// The last message, out of the server's challenge. Takes milliseconds.
    public mutating func last(after challenge: [UInt8]) throws(LoginFailure) -> [UInt8] {
        let attributes = try SCRAMAttributes(challenge[...])
        let both = try attributes.value("r", at: 0)
        guard both.count > nonce.count, both.starts(with: nonce) else {
            throw .malformed("the server's nonce does not begin with ours")
        }
        let iterations = Int(String(decoding: try attributes.value("i", at: 2), as: UTF8.self))
        guard let salt = Base64.decode(try attributes.value("s", at: 1)), !salt.isEmpty, let iterations,
            SCRAMVerifier.iterationsRange.contains(iterations)
        else { throw .malformed("the server's salt or number of iterations is out of range") }
        let bare = Array("c=\(Base64.text(Self.header)),r=".utf8) + both
        let comma = [UInt8(ascii: ",")]
        let transcript = firstBare + comma + challenge + comma + bare
        let salted = hash.saltedPassword(Array(password.utf8), salt: salt, iterations: iterations)
        let clientKey = hash.authenticate(Array("Client Key".utf8), key: salted)
        let clientSignature = hash.authenticate(transcript, key: hash.digest(clientKey))
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        signature = hash.authenticate(
            transcript, key: hash.authenticate(Array("Server Key".utf8), key: salted))
        return bare + Array(",p=\(Base64.text(proof))".utf8)
    }

    /// Checks that the server knew the password's verifier, too: one that only says "welcome" does not pass.
    public func check(_ answer: [UInt8]) throws(LoginFailure) {
        guard let signature, let theirs = Base64.decode(try SCRAMAttributes(answer[...]).value("v", at: 0)),
            ConstantTime.areEqual(theirs, signature)
        else { throw .malformed("the server does not know the user's verifier") }
    }
}
