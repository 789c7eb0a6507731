import Glibc
import NIOSSL

/// The files that make a listener speak TLS, all of them PEM.
public struct TLSFiles: Sendable, Equatable {
    /// The server's certificate, followed by those of the authorities between it and the root.
    public var certificate: String
    /// Its private key, without a passphrase.
    public var key: String
    /// Authorities whose certificates clients must show; nil asks clients for none.
    public var clientAuthority: String?

    public init(certificate: String, key: String, clientAuthority: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientAuthority = clientAuthority
    }

    /// What the files say, after everything that can be wrong with them has been looked for: TLS 1.2 and newer.
    ///
    /// - Throws: `TLSFault` with the file. Retrying does not help before it is replaced.
    public func serverConfiguration() throws(TLSFault) -> TLSConfiguration {
        let chain = try Self.certificates(in: certificate)
        guard let own = chain.first else { throw Self.noCertificate(certificate) }
        try Self.checkTime(of: own, file: certificate)
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw TLSFault(
                "the TLS key \(key) cannot be used: \(Self.reason(error, file: key))",
                remedy: "name the certificate's private key, PEM and without a passphrase, readable for this user")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        if let clientAuthority {
            configuration.trustRoots = .certificates(try Self.certificates(in: clientAuthority))
            configuration.certificateVerification = .noHostnameVerification
        }
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault(
                "the TLS certificate \(certificate) and the key \(key) do not belong together",
                remedy: "name the key with which the certificate was asked for")
        }
        return configuration
    }

    /// Whole days until the certificate expires.
    public func daysLeft() throws(TLSFault) -> Int {
        guard let own = try Self.certificates(in: certificate).first else { throw Self.noCertificate(certificate) }
        return (own.notValidAfter - time(nil)) / 86_400
    }

    static func certificates(in file: String) throws(TLSFault) -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(file)
            if !certificates.isEmpty { return certificates }
        } catch {
            throw TLSFault(
                "the TLS certificate \(file) cannot be used: \(reason(error, file: file))",
                remedy: "name a PEM file (-----BEGIN CERTIFICATE-----) that this user can read")
        }
        throw noCertificate(file)
    }

    private static func noCertificate(_ file: String) -> TLSFault {
        TLSFault(
            "the TLS certificate \(file) cannot be used: it holds no certificate",
            remedy: "name a PEM file (-----BEGIN CERTIFICATE-----)")
    }

    private static func checkTime(of certificate: NIOSSLCertificate, file: String) throws(TLSFault) {
        let now = time(nil)
        if certificate.notValidAfter < now {
            throw TLSFault(
                "the TLS certificate \(file) expired \((now - certificate.notValidAfter) / 86_400) days ago",
                remedy: "renew it: clients would refuse it")
        }
        if certificate.notValidBefore > now {
            throw TLSFault(
                "the TLS certificate \(file) is not valid yet",
                remedy: "set this machine's clock right, or wait until the certificate begins")
        }
    }

    private static func reason(_ error: any Error, file: String) -> String {
        if access(file, R_OK) != 0 { return String(cString: strerror(errno)) }
        return "it is no such PEM file"
    }
}
