import Access
import ArgumentParser

/// `leat user`: who may log in.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Makes entries for `users:` of the configuration.",
        discussion: "EXAMPLE\n  leat user add dashboard --read 'trade.*'",
        subcommands: [Add.self]
    )

    /// `leat user add`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the entry of a user: what checks the password, never the password itself.",
            discussion: """
                The password is asked for on a terminal, without showing it; otherwise it is the first line of standard \
                input. The file is not changed: put the entry below `users:` and start `leat run` again.

                EXAMPLE
                  leat user add dashboard --read 'trade.*'
                  pwgen -s 24 1 | tee password | leat user add enricher --read 'trade.*' --write 'enriched.*'
                """
        )

        @Argument(help: "The user's name: letters, digits and . _ @ + -")
        var name: String

        @Option(
            name: .long,
            help: ArgumentHelp(
                "Topics that may be read; * stands for any text. May be given several times.", valueName: "pattern")
        )
        var read: [String] = []

        @Option(
            name: .long,
            help: ArgumentHelp("Topics that may be written, made and deleted, and read.", valueName: "pattern")
        )
        var write: [String] = []

        func validate() throws {
            guard PasswordText.isLegalName(name) else {
                throw ValidationError("a user's name has at most 64 letters, digits and . _ @ + -")
            }
            let isQuotable = (read + write).allSatisfy { pattern in
                !pattern.isEmpty
                    && pattern.utf8.allSatisfy {
                        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
                    }
            }
            guard isQuotable else { throw ValidationError("a pattern is a topic's name, with * for any text") }
        }

        func run() throws {
            let password = try PasswordInput.new(for: name)
            if let fault = PasswordText.fault(password) {
                throw CommandFailure(fault, remedy: "choose another one", code: .usage)
            }
            let verifiers = [SCRAMHash.sha512, .sha256].map { hash in
                SCRAMVerifier(hash: hash, password: password, salt: RandomBytes.make(Users.saltByteCount)).text
            }
            var entry = "  - name: \(name)\n    scram:\n"
            for verifier in verifiers { entry += "      - \(verifier)\n" }
            entry += "    read: [\(Self.list(read))]\n    write: [\(Self.list(write))]\n"
            try StandardOutput().finish(entry)
        }

        private static func list(_ patterns: [String]) -> String {
            patterns.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }
}
