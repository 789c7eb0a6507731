import Access

/// One address at which Kafka clients are served, and on which terms.
public struct KafkaListener: Sendable, Equatable {
    /// The address of this machine to listen at.
    public var listen = ListenAddress(host: "127.0.0.1", port: 9092)
    /// The address that clients are told to connect to; nil tells them `listen` with the port that it got.
    public var advertise: ListenAddress?
    /// Certificate, key and the authorities of clients; nil serves in plain text.
    public var tls: TLSFiles?
    /// How clients log in; empty serves everybody.
    public var sasl: [SASLMechanism] = []

    public init() {}
}

extension KafkaListener {
    init(_ section: Section, insecure: Bool, users: [User]) {
        let field = section.required("listen", remedy: "write the address to listen at: listen: 127.0.0.1:9092")
        let consent = section.boolean("insecure", default: false) || insecure
        if let field, let address = ListenAddress(field) { listen = address }
        readAdvertised(section)
        let tlsField = section["tls"]
        tls = tlsField?.section().flatMap { TLSFiles($0, takesClientAuthority: true) }
        readMechanisms(section, hasTLS: tlsField != nil, users: users)
        section.finish()
        guard let field else { return }
        ListenerSecurity(
            hasTLS: tlsField != nil,
            knowsClients: !sasl.isEmpty || tls?.clientAuthority != nil,
            remedy: "write `tls: { cert, key }` and `sasl: [scram-sha-512]`"
        ).refuseOffLoopback(listen, field, insecure: consent)
    }

    private mutating func readAdvertised(_ section: Section) {
        if let field = section["advertise"], let address = ListenAddress(field) {
            if address.isWildcard {
                field.report(
                    "`\(field.path)` is `\(address)`, which no client can connect to",
                    remedy: "write a name or address of this machine that clients reach"
                )
            }
            advertise = address
        } else if listen.isWildcard {
            section.field.report(
                "`\(section.field.path)` listens at \(listen) and has no `advertise`",
                remedy: "write advertise: <name or address that clients reach>:\(listen.port)"
            )
        }
    }

    private mutating func readMechanisms(_ section: Section, hasTLS: Bool, users: [User]) {
        for field in section.texts("sasl") {
            guard let text = field.text() else { continue }
            let words = SASLMechanism.allCases.map(\.word)
            guard let mechanism = SASLMechanism.allCases.first(where: { $0.word == text }) else {
                let nearest = EditDistance.nearest(to: text, in: words).map { "did you mean `\($0)`? " } ?? ""
                field.report(
                    "`\(field.path)` is `\(field.written)`, which is no mechanism of it",
                    remedy: "\(nearest)possible: \(words.joined(separator: ", "))"
                )
                continue
            }
            if mechanism == .plain, !hasTLS, !listen.isLoopback {
                field.report(
                    "`\(field.path)` is `plain` on a listener without TLS: passwords would cross the network as they are",
                    remedy: "give the listener `tls`, or use scram-sha-512"
                )
            }
            if !users.contains(where: { user in mechanism.hash.map { user.verifier($0) != nil } ?? true }),
                field.reading.unsetVariables == .areFaults
            {
                field.report(
                    users.isEmpty
                        ? "`\(field.path)` asks for a login, and `users` names nobody"
                        : "`\(field.path)` is `\(text)`, and no user has a \(mechanism.rawValue) verifier",
                    remedy: "add an entry to `users:`; `leat user add NAME` prints one with both kinds"
                )
            }
            if !sasl.contains(mechanism) { sasl.append(mechanism) }
        }
    }
}

extension ListenAddress {
    /// Reads an address; nil (and an issue) when it is none.
    init?(_ field: Field) {
        guard let text = field.text() else { return nil }
        guard let address = ListenAddress(text) else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no address",
                remedy: "write host:port, such as 127.0.0.1:9092 or \"[::1]:9092\""
            )
            return nil
        }
        self = address
    }
}
