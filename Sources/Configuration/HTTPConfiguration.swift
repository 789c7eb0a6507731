/// The HTTP server: status page, health, metrics and the interface below /api.
public struct HTTPConfiguration: Sendable, Equatable {
    public var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// Names besides the loopback ones under which browsers may ask; any other Host header is refused, so that a
    /// foreign page cannot reach the server through a name that it controls.
    public var hosts: [String] = []
    /// Long polls and streams of records that may be open at the same time.
    public var readersMax = 100

    public init() {}
}

extension HTTPConfiguration {
    /// Reads the section `http`; `insecure` is the file's own consent to unprotected listeners.
    init(_ section: Section, insecure: Bool) {
        if let field = section["listen"], let address = ListenAddress(field) {
            listen = address
            let consent = section.boolean("insecure", default: false) || insecure
            listen.refuseOffLoopback(field, insecure: consent)
        } else {
            _ = section.boolean("insecure", default: false)
        }
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
        section.notYet("tls", "auth")
        section.finish()
    }
}
