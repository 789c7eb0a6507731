/// How Kafka clients of a listener may say who they are.
public enum SASLMechanism: String, Sendable, CaseIterable {
    /// Name and password as they are: for TLS only.
    case plain = "PLAIN"
    /// Name and proof; the password does not travel.
    case scramSHA256 = "SCRAM-SHA-256"
    case scramSHA512 = "SCRAM-SHA-512"

    /// The hash whose verifiers it takes; nil takes those of any.
    public var hash: SCRAMHash? {
        switch self {
        case .plain: nil
        case .scramSHA256: .sha256
        case .scramSHA512: .sha512
        }
    }

    /// As the configuration has it: `scram-sha-512`.
    public var word: String { rawValue.lowercased() }
}
