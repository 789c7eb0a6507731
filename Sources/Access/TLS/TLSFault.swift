/// Why there is no TLS: a file that cannot be used, or a peer that is not trusted.
public struct TLSFault: Error, Sendable, Equatable {
    /// One line of what happened, with the file or the peer.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }
}
