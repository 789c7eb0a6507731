import NIOSSL

/// Whom a client of ours believes to be the server.
public struct TLSTrust: Sendable, Equatable {
    private enum Kind: Equatable {
        case system
        case file(String)
        case only(String)
        case anybody
    }

    private let kind: Kind

    /// - Parameter authorityFile: PEM file of the authorities that may have signed the server's certificate, or of that
    ///   certificate itself; nil takes the system's.
    public init(authorityFile: String? = nil) { kind = authorityFile.map { .file($0) } ?? .system }

    private init(_ kind: Kind) { self.kind = kind }

    /// The server that shows the very certificate of this file, under whatever name: for asking a process that is
    /// configured on this machine.
    public static func exactly(_ file: String) -> TLSTrust { TLSTrust(.only(file)) }

    /// Only to ask whether a server is there at all: nothing may be told to it.
    public static let anybody = TLSTrust(.anybody)

    /// What speaks TLS with a server of this name, and believes it on these terms.
    func handler(serverHostname: String?) throws -> NIOSSLClientHandler {
        let context = try clientContext()
        guard case .only(let file) = kind, let own = try TLSFiles.certificates(in: file).first else {
            return try NIOSSLClientHandler(context: context, serverHostname: serverHostname)
        }
        return try NIOSSLClientHandler(
            context: context,
            serverHostname: serverHostname,
            customVerificationCallback: { shown, promise in
                promise.succeed(shown.first == own ? .certificateVerified : .failed)
            }
        )
    }

    private func clientContext() throws(TLSFault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch kind {
        case .system: break
        case .file(let file): configuration.trustRoots = .certificates(try TLSFiles.certificates(in: file))
        case .only: break
        case .anybody: configuration.certificateVerification = .none
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault("TLS cannot be set up: \(error)", remedy: "check the file of authorities")
        }
    }
}
