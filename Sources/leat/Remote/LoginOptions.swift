import Access
import ArgumentParser

/// How a server that has TLS and users is asked, over Kafka and over HTTP alike.
struct LoginOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Log in as this user; the password is in LEAT_PASSWORD or is asked for.", valueName: "name")
    )
    var user: String?

    @Flag(name: .long, help: "Speak TLS; the system's authorities are trusted.")
    var tls = false

    @Option(
        name: .long,
        help: ArgumentHelp("Speak TLS and trust these authorities alone (PEM).", valueName: "file")
    )
    var ca: String?

    /// nil speaks plain text.
    var trust: TLSTrust? { tls || ca != nil ? TLSTrust(authorityFile: ca) : nil }

    /// Name and password; nil does not log in.
    func credentials() throws -> (name: String, password: String)? {
        guard let user else { return nil }
        return (user, try PasswordInput.known(for: user))
    }
}
