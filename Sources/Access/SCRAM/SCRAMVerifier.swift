import Bytes

/// What a server keeps of a password: enough to check it, not enough to log in with.
///
///     SCRAM-SHA-512$8192:<salt>$<stored key>:<server key>        salt and keys in Base64
///
/// Source: RFC 5802, section 3; the text form is that of RFC 5803 as PostgreSQL writes it.
public struct SCRAMVerifier: Sendable, Equatable {
    public let hash: SCRAMHash
    /// Rounds of the hash that each guess of the password costs.
    public let iterations: Int
    public let salt: [UInt8]
    /// `H(HMAC(salted password, "Client Key"))`
    public let storedKey: [UInt8]
    /// `HMAC(salted password, "Server Key")`
    public let serverKey: [UInt8]

    /// RFC 7677 asks for no less; beyond a million a login takes seconds.
    public static let iterationsRange = 4_096...1_000_000
    /// Unless told otherwise.
    public static let iterationsUsual = 8_192
    static let saltBytesRange = 8...128

    /// The verifier of a password. Takes milliseconds: not for event loops.
    public init(hash: SCRAMHash, password: String, salt: [UInt8], iterations: Int = iterationsUsual) {
        let salted = hash.saltedPassword(Array(password.utf8), salt: salt, iterations: iterations)
        self.hash = hash
        self.iterations = iterations
        self.salt = salt
        storedKey = hash.digest(hash.authenticate(Array("Client Key".utf8), key: salted))
        serverKey = hash.authenticate(Array("Server Key".utf8), key: salted)
    }

    init(hash: SCRAMHash, iterations: Int, salt: [UInt8], storedKey: [UInt8], serverKey: [UInt8]) {
        self.hash = hash
        self.iterations = iterations
        self.salt = salt
        self.storedKey = storedKey
        self.serverKey = serverKey
    }

    /// Reads the text form; nil when it is none, or when its numbers are out of range.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, let hash = SCRAMHash(rawValue: String(parts[0])) else { return nil }
        let work = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let keys = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard work.count == 2, keys.count == 2, let iterations = Int(work[0]), "\(iterations)" == work[0],
            Self.iterationsRange.contains(iterations), let salt = Base64.decode(work[1].utf8),
            Self.saltBytesRange.contains(salt.count), let storedKey = Base64.decode(keys[0].utf8),
            let serverKey = Base64.decode(keys[1].utf8), storedKey.count == hash.byteCount,
            serverKey.count == hash.byteCount
        else { return nil }
        self.init(hash: hash, iterations: iterations, salt: salt, storedKey: storedKey, serverKey: serverKey)
    }

    public var text: String {
        "\(hash.rawValue)$\(iterations):\(Base64.text(salt))$\(Base64.text(storedKey)):\(Base64.text(serverKey))"
    }

    /// True when this is the password. Takes milliseconds: not for event loops.
    func accepts(_ password: String) -> Bool {
        let other = SCRAMVerifier(hash: hash, password: password, salt: salt, iterations: iterations)
        return ConstantTime.areEqual(other.storedKey, storedKey)
    }
}
