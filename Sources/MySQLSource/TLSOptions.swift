/// What the connection to the source demands of TLS.
public struct TLSOptions: Sendable, Equatable {
    public var mode: TLSMode
    /// PEM file with the authorities that may sign the server's certificate; nil = the system's.
    public var authorityFile: String?
    /// PEM file with Leat's own certificate, where the server asks for one.
    public var certificateFile: String?
    /// PEM file with the key of `certificateFile`.
    public var keyFile: String?

    public init(
        mode: TLSMode,
        authorityFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil
    ) {
        self.mode = mode
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// The modes, by the names that MySQL's own clients use for `--ssl-mode`.
public enum TLSMode: String, Sendable, CaseIterable {
    /// Plain text.
    case disabled
    /// TLS when the server offers it, plain text otherwise; the server is not verified.
    case preferred
    /// TLS or no connection; the server is not verified.
    case required
    /// As `required`, and the certificate must be signed by a known authority.
    case verifyCA = "verify-ca"
    /// As `verifyCA`, and the certificate must be for the configured host.
    case verifyIdentity = "verify-identity"

    var demandsTLS: Bool { self != .disabled && self != .preferred }
}
