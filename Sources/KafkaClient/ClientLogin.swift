import Access

/// Who logs in at a broker. The password goes out as it is only where a broker knows no SCRAM and TLS is spoken.
public struct ClientLogin: Sendable, Equatable {
    public let name: String
    public let password: String

    public init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    /// The mechanisms that may be used, the best first.
    static func mechanisms(overTLS: Bool) -> [SASLMechanism] {
        overTLS ? [.scramSHA512, .scramSHA256, .plain] : [.scramSHA512, .scramSHA256]
    }
}
