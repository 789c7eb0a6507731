import Access

/// The HTTP server: status page, health, metrics and the interface below /api.
public struct HTTPConfiguration: Sendable, Equatable {
    public var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// Names besides the loopback ones under which browsers may ask; any other Host header is refused, so that a
    /// foreign page cannot reach the server through a name that it controls.
    public var hosts: [String] = []
    /// Long polls and streams of records that may be open at the same time.
    public var readersMax = 100
    /// `/metrics` has series for each partition: with very many partitions more than Prometheus likes.
    public var partitionMetrics = false
    /// Certificate and key; nil serves in plain text.
    public var tls: TLSFiles?
    public var auth = HTTPAuthentication.none

    public init() {}
}

/// Who is served over HTTP.
public enum HTTPAuthentication: String, Sendable, CaseIterable {
    /// Everybody who reaches the port.
    case none
    /// Those of `users`, by name and password (HTTP Basic), each with his rights.
    case users
}

extension HTTPConfiguration {
    /// Reads the section `http`; `insecure` is the file's own consent to unprotected listeners.
    init(_ section: Section, insecure: Bool, users: [User]) {
        let field = section["listen"]
        let consent = section.boolean("insecure", default: false) || insecure
        if let field, let address = ListenAddress(field) { listen = address }
        for field in section.texts("hosts") {
            guard let host = field.text() else { continue }
            if host.isEmpty || host.contains(where: { $0 == "/" || $0.isWhitespace }) {
                field.report(
                    "`\(field.path)` is `\(field.written)`, which is no host name",
                    remedy: "write the bare name"
                )
            }
            hosts.append(host)
        }
        readersMax = section.integer("readers_max", default: readersMax, in: 1...100_000)
        partitionMetrics = section.boolean("partition_metrics", default: partitionMetrics)
        let tlsField = section["tls"]
        tls = tlsField?.section().flatMap { TLSFiles($0, takesClientAuthority: false) }
        let authField = section["auth"]
        auth = section.choice("auth", default: auth)
        if auth == .users, users.isEmpty {
            authField?.report(
                "`http.auth` asks for a login, and `users` names nobody",
                remedy: "add an entry to `users:`; `leat user add NAME` prints one"
            )
        }
        if let field {
            ListenerSecurity(
                hasTLS: tlsField != nil, knowsClients: auth == .users,
                remedy: "write `tls: { cert, key }` and `auth: users`"
            ).refuseOffLoopback(listen, field, insecure: consent)
        }
        section.finish()
    }
}
