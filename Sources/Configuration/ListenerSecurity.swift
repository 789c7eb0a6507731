import Access

/// What protects a listener, and whether that is enough for where it listens.
struct ListenerSecurity {
    let hasTLS: Bool
    /// Those who come have to show who they are: by a login or by a certificate.
    let knowsClients: Bool
    /// What to write for TLS and for a login, in the words of the listener's section.
    let remedy: String

    /// Off loopback, anybody who reaches the port could read every change, and anybody between could listen.
    func refuseOffLoopback(_ address: ListenAddress, _ field: Field, insecure: Bool) {
        if address.isLoopback || insecure || (hasTLS && knowsClients) { return }
        let danger =
            switch (hasTLS, knowsClients) {
            case (false, false): "other machines could read everything there, with no password and in plain text"
            case (true, _): "other machines could read everything there with no password"
            case (false, true): "what goes over the network there could be read on the way"
            }
        field.report(
            "`\(field.path)` is \(address): \(danger)",
            remedy: "\(remedy), or listen at 127.0.0.1, or write `insecure: true` beside it if the network is trusted"
        )
    }
}

extension TLSFiles {
    /// Reads a section `tls`; nil (and an issue) when a file is missing.
    init?(_ section: Section, takesClientAuthority: Bool) {
        let certificate = section.required(
            "cert", remedy: "write the file of the certificate: cert: /etc/leat/leat.pem")
        let key = section.required("key", remedy: "write the file of its private key: key: /etc/leat/leat.key")
        let authority = takesClientAuthority ? section.text("client_ca") : nil
        section.finish()
        guard let certificate = certificate?.text(), let key = key?.text() else { return nil }
        self.init(certificate: certificate, key: key, clientAuthority: authority)
    }
}
