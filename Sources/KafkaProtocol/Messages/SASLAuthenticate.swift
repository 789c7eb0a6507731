/// One step of a login, as its mechanism defines it (`SaslAuthenticateRequest.json`, 0–2).
public struct SASLAuthenticateRequest: KafkaRequest {
    public typealias Response = SASLAuthenticateResponse
    public static let api = APIKey.saslAuthenticate

    /// Holds a password in clear with PLAIN: never to be logged.
    public var authBytes: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.bytes(&authBytes)
    }
}

/// `SaslAuthenticateResponse.json`, 0–2.
public struct SASLAuthenticateResponse: KafkaStructure {
    /// `saslAuthenticationFailed`; clients show the message to their user and do not try again.
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var authBytes: [UInt8] = []
    /// How long the login holds before it has to be done again on the same connection; 0 is for ever.
    public var sessionLifetimeMilliseconds: Int64 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
        try coder.bytes(&authBytes)
        if coder.version >= 1 { try coder.int64(&sessionLifetimeMilliseconds) }
    }
}
