/// Names the mechanism that the client will log in with (`SaslHandshakeRequest.json`, 0–1).
///
/// After version 1 the login goes on in SaslAuthenticate requests. After version 0 it goes on in bare frames: a length
/// (i32) and the mechanism's bytes, without a Kafka header, in both directions.
public struct SASLHandshakeRequest: KafkaRequest {
    public typealias Response = SASLHandshakeResponse
    public static let api = APIKey.saslHandshake

    /// `PLAIN`, `SCRAM-SHA-256` …
    public var mechanism = ""

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&mechanism)
    }
}

/// `SaslHandshakeResponse.json`, 0–1.
public struct SASLHandshakeResponse: KafkaStructure {
    /// `unsupportedSASLMechanism` when the mechanism is not one of ours.
    public var errorCode = ErrorCode.none
    /// Every mechanism that the broker offers.
    public var mechanisms: [String] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.stringArray(&mechanisms)
    }
}
