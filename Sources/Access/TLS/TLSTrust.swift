import NIOSSL

/// Whom a client of ours believes to be the server.
public struct TLSTrust: Sendable, Equatable {
    private enum Kind: Equatable {
        case system
        case file(String)
        case systemAndFile(String)
        case anybody
    }

    private let kind: Kind

    /// - Parameter authorityFile: PEM file of the authorities that may have signed the server's certificate, or of that
    ///   certificate itself; nil takes the system's.
    public init(authorityFile: String? = nil) { kind = authorityFile.map { .file($0) } ?? .system }

    private init(_ kind: Kind) { self.kind = kind }

    /// The system's authorities, and the certificate that lies on this machine.
    public static func ownCertificate(_ file: String) -> TLSTrust { TLSTrust(.systemAndFile(file)) }

    /// Only to ask whether a server is there at all: nothing may be told to it.
    public static let anybody = TLSTrust(.anybody)

    func clientContext() throws(TLSFault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch kind {
        case .system: break
        case .file(let file): configuration.trustRoots = .certificates(try TLSFiles.certificates(in: file))
        case .systemAndFile(let file):
            configuration.additionalTrustRoots = [.certificates(try TLSFiles.certificates(in: file))]
        case .anybody: configuration.certificateVerification = .none
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault("TLS cannot be set up: \(error)", remedy: "check the file of authorities")
        }
    }
}
