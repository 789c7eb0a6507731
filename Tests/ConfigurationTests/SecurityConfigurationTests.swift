import Access
import LeatConfiguration
import Testing

@Suite struct SecurityConfigurationTests {
    private static func verifier(_ hash: SCRAMHash) -> String {
        SCRAMVerifier(hash: hash, password: "x", salt: [1, 2, 3, 4, 5, 6, 7, 8], iterations: 4_096).text
    }

    private static let users = """
        users:
          - name: dash
            scram: \(verifier(.sha512))
            read: ["trade.*"]
            write: [out]
        """

    private static func kafka(_ listener: String, users: String = users) -> String {
        configuration(rest: "\(users)\nkafka:\n  listeners:\n    - { \(listener) }")
    }

    private static let tls = "tls: { cert: a.pem, key: a.key }"

    @Test func usersAreRead() throws {
        let both = "[\(Self.verifier(.sha512)), \(Self.verifier(.sha256))]"
        let users = try load(
            configuration(rest: "users: [{ name: a, scram: \(both) }, { name: b, scram: \(Self.verifier(.sha256)) }]")
        ).users
        #expect(users.map(\.name) == ["a", "b"])
        #expect(users.map { $0.verifiers.map(\.hash) } == [[.sha512, .sha256], [.sha256]])
        #expect(users[0].principal.read == .none)
        let dash = try #require(try load(configuration(rest: Self.users)).users.first?.principal)
        #expect(dash.mayRead("trade.x") && dash.mayRead("out") && dash.mayWrite("out") && !dash.mayRead("other"))
    }

    @Test(arguments: [
        ("{ name: a }", "has no `scram`"), ("{ scram: SECRET }", "has no `name`"),
        ("{ name: a, scram: secret }", "is no SCRAM verifier"), ("{ name: a, scram: [] }", "is empty"),
        ("{ name: \"a b\", scram: SECRET }", "cannot be a user's name"),
        ("{ name: a, scram: [SECRET, SECRET] }", "is a second SCRAM-SHA-512"),
        ("{ name: a, scram: SECRET, read: [\"a/b\"] }", "matches no topic"),
        ("{ name: a, scram: SECRET }, { name: a, scram: SECRET }", "two users are named `a`"),
        ("{ name: a, scram: SECRET, reads: [a] }", "unknown key `reads`"),
    ])
    func wrongUsersAreNamed(entries: String, what: String) throws {
        let text = entries.replacing("SECRET", with: Self.verifier(.sha512))
        let found = try issues(configuration(rest: "users: [\(text)]"))
        #expect(found.count == 1 && found.first?.what.contains(what) == true, "\(found)")
        #expect(!found.contains { $0.what.contains("SHA-512$4096") || $0.remedy.contains("SHA-512$4096") })
    }

    @Test func listenersHaveTLSAndLogins() throws {
        let kafka = try load(
            configuration(
                rest: """
                    \(Self.users)
                    kafka:
                      listeners:
                        - { listen: "127.0.0.1:9092" }
                        - listen: 0.0.0.0:9093
                          advertise: queue.example.org:9093
                          tls: { cert: a.pem, key: a.key, client_ca: ca.pem }
                          sasl: [plain, scram-sha-512]
                    """)
        ).kafka
        #expect(kafka.listeners.map(\.listen.port) == [9092, 9093])
        #expect(kafka.listeners[0].tls == nil && kafka.listeners[0].sasl.isEmpty)
        #expect(
            kafka.listeners[1].tls == TLSFiles(certificate: "a.pem", key: "a.key", clientAuthority: "ca.pem"))
        #expect(kafka.listeners[1].sasl == [.plain, .scramSHA512])
    }

    @Test(
        arguments: [
            ("listen: 10.0.0.1:9092, \(tls), sasl: [plain]", nil),
            ("listen: 10.0.0.1:9092, tls: { cert: a, key: b, client_ca: c }", nil),
            ("listen: 127.0.0.1:9092, sasl: [plain]", nil),
            ("listen: 10.0.0.1:9092, \(tls)", "read everything there with no password"),
            ("listen: 10.0.0.1:9092, sasl: [scram-sha-512]", "could be read on the way"),
            ("listen: 10.0.0.1:9092", "with no password and in plain text"),
            ("listen: 10.0.0.1:9092, sasl: [plain], insecure: true", "passwords would cross the network"),
            ("listen: 127.0.0.1:9092, sasl: [scram-sha-256]", "no user has a SCRAM-SHA-256 verifier"),
            ("listen: 127.0.0.1:9092, sasl: [scram-sha-51]", "no mechanism of it"),
            ("listen: 127.0.0.1:9092, tls: { cert: a }", "has no `key`"),
            ("listen: 127.0.0.1:9092, tls: { cert: a, key: b, ca: c }", "unknown key `ca`"),
        ] as [(String, String?)])
    func listenersAreAsSafeAsTheirPlaceAsks(listener: String, what: String?) throws {
        let found = try issues(Self.kafka(listener))
        #expect(found.count == (what == nil ? 0 : 1), "\(found)")
        if let what { #expect(found.first?.what.contains(what) == true, "\(found)") }
    }

    @Test func loginWithoutUsersIsAFault() throws {
        let kafka = try issues(Self.kafka("listen: 127.0.0.1:9092, sasl: [plain]", users: ""))
        #expect(kafka.map(\.what) == ["`kafka.listeners[0].sasl[0]` asks for a login, and `users` names nobody"])
        let http = try issues(configuration(rest: "http: { auth: users }"))
        #expect(http.map(\.what) == ["`http.auth` asks for a login, and `users` names nobody"])
    }

    @Test func twoListenersCannotShareAnAddress() throws {
        let rest = "kafka:\n  listeners:\n    - listen: 127.0.0.1:1\n    - listen: 127.0.0.1:1"
        #expect(try issues(configuration(rest: rest)).map(\.what) == ["two listeners are at 127.0.0.1:1"])
    }

    @Test(arguments: [
        ("listen: 10.0.0.1:8080, \(tls), auth: users", true), ("listen: 127.0.0.1:8080, auth: users", true),
        ("listen: 10.0.0.1:8080, auth: users", false), ("listen: 10.0.0.1:8080, \(tls)", false),
        ("listen: 10.0.0.1:8080, auth: users, insecure: true", true), ("auth: user", false),
    ])
    func httpIsAsSafeAsItsPlaceAsks(keys: String, isFine: Bool) throws {
        #expect(try issues(configuration(rest: "\(Self.users)\nhttp: { \(keys) }")).isEmpty == isFine)
    }

    @Test func commandsWithoutSecretsReadTheFile() throws {
        let files = try TemporaryFiles([
            "leat.yaml": configuration(rest: "users: [{ name: a, scram: \"${NOT_SET}\" }]\nhttp: { auth: users }"),
            "notify.yaml": smallPipeline,
        ])
        let loaded = try LeatConfiguration.load(
            path: files.path("leat.yaml"), environment: [:], unsetVariables: .areEmpty)
        #expect(loaded.users.map(\.name) == ["a"])
    }
}
