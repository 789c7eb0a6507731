/// Somebody who may log in, as `users:` of the configuration lists him.
public struct User: Sendable, Equatable {
    public let name: String
    /// One for each mechanism that he can use; PLAIN and HTTP take any. A user without one cannot log in.
    public let verifiers: [SCRAMVerifier]
    public let principal: Principal

    public init(name: String, verifiers: [SCRAMVerifier], read: TopicPatterns, write: TopicPatterns) {
        self.name = name
        self.verifiers = verifiers
        principal = Principal(name: name, read: read, write: write)
    }

    /// What checks him under one hash; nil when he cannot log in that way.
    public func verifier(_ hash: SCRAMHash) -> SCRAMVerifier? { verifiers.first { $0.hash == hash } }
}
