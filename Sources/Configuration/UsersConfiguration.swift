import Access

extension User {
    /// Reads one entry of `users`; nil (and an issue) when it names nobody.
    init?(_ section: Section) {
        let make = "`leat user add NAME` prints an entry"
        let name = section.required("name", remedy: make)?.text()
        let verifiers = Self.verifiers(section.required("scram", remedy: make))
        let read = Self.patterns(section.texts("read"))
        let write = Self.patterns(section.texts("write"))
        section.finish()
        guard let name else { return nil }
        if !PasswordText.isLegalName(name) {
            section.field.report(
                "`\(section.field.path).name` is `\(name)`, which cannot be a user's name",
                remedy: "use at most 64 letters, digits and . _ @ + -"
            )
        }
        self.init(name: name, verifiers: verifiers, read: read, write: write)
    }

    /// One verifier or a list of them. What stands there is never repeated in a message.
    private static func verifiers(_ field: Field?) -> [SCRAMVerifier] {
        guard let field else { return [] }
        let fields = field.node.sequence == nil ? [field] : field.items() ?? []
        if fields.isEmpty { field.report("`\(field.path)` is empty", remedy: "`leat user add NAME` prints an entry") }
        var verifiers: [SCRAMVerifier] = []
        for field in fields {
            guard let text = field.text() else { continue }
            // Commands that need no secrets read the file without them.
            if text.isEmpty, field.reading.unsetVariables == .areEmpty { continue }
            guard let verifier = SCRAMVerifier(text) else {
                field.report(
                    "`\(field.path)` is no SCRAM verifier (SCRAM-SHA-512$<iterations>:<salt>$<key>:<key>)",
                    remedy: "`leat user add NAME` makes one out of a password"
                )
                continue
            }
            if verifiers.contains(where: { $0.hash == verifier.hash }) {
                field.report("`\(field.path)` is a second \(verifier.hash.rawValue)", remedy: "keep one of each kind")
            }
            verifiers.append(verifier)
        }
        return verifiers
    }

    private static func patterns(_ fields: [Field]) -> TopicPatterns {
        TopicPatterns(
            fields.compactMap { field in
                guard let text = field.text() else { return nil }
                let isPattern =
                    !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: "*") || TopicName.isLegal($0) }
                if !isPattern {
                    field.report(
                        "`\(field.path)` is `\(field.written)`, which matches no topic",
                        remedy: "write a topic's name, or a part of it with * for the rest: trade.notify.*"
                    )
                }
                return text
            }
        )
    }

    /// The section `users`; names are unique.
    static func list(_ field: Field?) -> [User] {
        guard let items = field?.items() else { return [] }
        var users: [User] = []
        for item in items {
            guard let section = item.section(), let user = User(section) else { continue }
            if users.contains(where: { $0.name == user.name }) {
                item.report("two users are named `\(user.name)`", remedy: "give each user a name of its own")
            }
            users.append(user)
        }
        return users
    }
}
