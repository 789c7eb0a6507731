import Access

/// Users of the tests; each one's password is his name.
enum TestUsers {
    /// May do everything.
    static let all = User.make("all", read: ["*"], write: ["*"])
    /// May read topics that begin with `open`, and write `open-out`.
    static let some = User.make("some", read: ["open*"], write: ["open-out"])
    static let users = Users([all, some])
}

extension User {
    fileprivate static func make(_ name: String, read: [String], write: [String]) -> User {
        User(
            name: name,
            verifiers: SCRAMHash.allCases.map {
                SCRAMVerifier(hash: $0, password: name, salt: [1, 2, 3, 4, 5, 6, 7, 8], iterations: 4_096)
            },
            read: TopicPatterns(read), write: TopicPatterns(write))
    }
}
