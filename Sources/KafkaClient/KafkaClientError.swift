import Access
import KafkaProtocol

/// Why a broker could not be asked: what happened and what to do about it.
public struct KafkaClientError: Error, Equatable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// No connection came about: the name does not resolve, nothing listens, or a network is in between.
        case unreachable
        /// The broker did not answer in time.
        case timedOut
        /// The broker ended the connection.
        case disconnected
        /// The answer was no Kafka message, or one that was not asked for.
        case malformedAnswer
        /// The broker does not speak the API in a version that we know.
        case unsupported
        /// The address given is none.
        case invalidAddress
        /// The broker's certificate is not trusted, or it does not speak TLS.
        case untrusted
        /// The broker does not let this user in.
        case loginRefused
        /// The broker answered with an error.
        case broker(ErrorCode)
    }

    public let code: Code
    /// One line of what happened, with the broker's address.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public init(_ code: Code, _ what: String, remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }

    init(_ fault: TLSFault) { self.init(.untrusted, fault.what, remedy: fault.remedy) }

    public var description: String { "\(what)\n\(remedy)" }

    /// True when the same call may succeed later without anybody's help.
    public var isRetriable: Bool {
        switch code {
        case .unreachable, .timedOut, .disconnected: true
        case .broker(let error): error.isRetriable
        case .malformedAnswer, .unsupported, .invalidAddress, .untrusted, .loginRefused: false
        }
    }
}
