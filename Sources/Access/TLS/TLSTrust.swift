import NIOSSL

/// Whom a client of ours believes to be the server.
public struct TLSTrust: Sendable, Equatable {
    /// PEM file of authorities that may have signed the server's certificate, or of the certificate itself;
    /// nil takes the system's.
    public var authorityFile: String?

    public init(authorityFile: String? = nil) { self.authorityFile = authorityFile }

    func clientContext() throws(TLSFault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorityFile {
            configuration.trustRoots = .certificates(try TLSFiles.certificates(in: authorityFile))
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault("TLS cannot be set up: \(error)", remedy: "check the file of authorities")
        }
    }
}
