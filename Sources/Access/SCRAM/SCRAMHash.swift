import CLibcrypto

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

    private var function: OpaquePointer? {
        switch self {
        case .sha256: EVP_sha256()
        case .sha512: EVP_sha512()
        }
    }

    /// `H(bytes)` of RFC 5802.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        made { EVP_Digest(bytes, bytes.count, $0, nil, function, nil) == 1 }
    }

    /// `HMAC(key, message)`.
    func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        made { HMAC(function, key, Int32(key.count), message, message.count, $0, nil) != nil }
    }

    /// `Hi(password, salt, iterations)`, which is PBKDF2 (RFC 8018) with one block: milliseconds of work, on purpose.
    /// Never to be called on an event loop.
    func saltedPassword(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        password.withUnsafeBytes { bytes in
            let characters = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return made {
                PKCS5_PBKDF2_HMAC(
                    characters, Int32(password.count), salt, Int32(salt.count), Int32(iterations), function,
                    Int32(byteCount), $0) == 1
            }
        }
    }

    private func made(_ make: (UnsafeMutablePointer<UInt8>) -> Bool) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, count in
            guard let base = bytes.baseAddress, make(base) else {
                preconditionFailure("\(rawValue) is computed for any bytes, keys and positive counts")
            }
            count = byteCount
        }
    }
}
