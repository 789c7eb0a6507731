import KafkaProtocol
import NIOCore

/// Which requests belong to a login.
enum LoginRequests {
    /// Length of the largest frame that is read before a login: names and proofs are short.
    static let bytesMax = 64 << 10

    /// What ApiVersions lists where a login is asked for, besides what is listed everywhere.
    static let apis: [APIKey] = [.saslHandshake, .saslAuthenticate]

    /// True for a request that the login answers: all but ApiVersions before its end, after it those of SASL.
    static func include(_ frame: ByteBuffer, isLoggedIn: Bool) -> Bool {
        let key = frame.getInteger(at: frame.readerIndex, as: Int16.self) ?? -1
        return isLoggedIn ? apis.contains { $0.rawValue == key } : key != APIKey.apiVersions.rawValue
    }
}
