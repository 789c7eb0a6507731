import Crypto
import CryptoExtras

/// The hash functions with which SCRAM is spoken to Kafka.
public enum SCRAMHash: String, Sendable, CaseIterable {
    case sha256 = "SCRAM-SHA-256"
    case sha512 = "SCRAM-SHA-512"

    /// Bytes of a digest, of a stored key and of a server key.
    public var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// `H(bytes)` of RFC 5802.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// `HMAC(key, message)`.
    func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        switch self {
        case .sha256: return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
        case .sha512: return Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
        }
    }

    /// `Hi(password, salt, iterations)`, which is PBKDF2 (RFC 8018) with one block: milliseconds of work, on purpose.
    /// Never to be called on an event loop.
    func saltedPassword(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        let function: KDF.Insecure.PBKDF2.HashFunction =
            switch self {
            case .sha256: .sha256
            case .sha512: .sha512
            }
        // "Unchecked": the library's own limit is 210,000 rounds, far above what Kafka's clients take for usual (4,096).
        let key = try? KDF.Insecure.PBKDF2.deriveKey(
            from: password, salt: salt, using: function, outputByteCount: byteCount, unsafeUncheckedRounds: iterations)
        guard let key else { preconditionFailure("PBKDF2 fails for no password, salt and positive count") }
        return key.withUnsafeBytes { Array($0) }
    }
}
