import Testing

@testable import Access

@Suite struct UsersTests {
    private static let salt = [UInt8](repeating: 7, count: 16)

    private static func user(_ name: String, _ password: String, _ hashes: [SCRAMHash] = [.sha512]) -> User {
        User(
            name: name,
            verifiers: hashes.map { SCRAMVerifier(hash: $0, password: password, salt: salt, iterations: 4096) },
            read: TopicPatterns(["orders.*"]), write: TopicPatterns(["out"]))
    }

    @Test func rightPasswordGivesTheRights() throws {
        let users = Users([Self.user("a", "pw-a"), Self.user("b", "pw-b", [.sha256])])
        let a = try #require(users.check(name: "a", password: "pw-a"))
        #expect(a.mayRead("orders.x") && a.mayRead("out") && !a.mayRead("other"))
        #expect(a.mayWrite("out") && !a.mayWrite("orders.x") && !a.mayAdminister && !a.mayReadAll)
        #expect(users.check(name: "b", password: "pw-b")?.name == "b")
    }

    @Test(arguments: [("a", "pw-b"), ("a", ""), ("c", "pw-a"), ("", ""), ("none", "pw")])
    func otherPairsAreRefused(name: String, password: String) {
        let users = Users([Self.user("a", "pw-a"), Self.user("b", "pw-b"), Self.user("none", "pw", [])])
        #expect(users.check(name: name, password: password) == nil)
    }

    @Test func rightPasswordIsRememberedAndAWrongOneIsNot() {
        let users = Users([Self.user("a", "pw-a")])
        #expect(users.remembered(name: "a", password: "pw-a") == nil)
        _ = users.check(name: "a", password: "pw-a")
        _ = users.check(name: "a", password: "wrong")
        #expect(users.remembered(name: "a", password: "pw-a")?.name == "a")
        #expect(users.remembered(name: "a", password: "wrong") == nil)
    }

    @Test func askingForANameThatNobodyHasCostsAsMuch() {
        let users = Users([Self.user("a", "pw-a")], recentLoginsMax: 0)
        func cost(_ name: String) -> Duration {
            (0..<5).map { _ in ContinuousClock().measure { _ = users.check(name: name, password: "x") } }.min() ?? .zero
        }
        let (known, unknown) = (cost("a"), cost("nobody"))
        #expect(unknown > known / 3 && known > unknown / 3)
    }

    @Test func oldestLoginsAreForgotten() {
        var logins = RecentLogins(countMax: 2)
        for key: UInt8 in [1, 2, 1, 3] { logins.insert([key]) }
        #expect(!logins.contains([1]) && logins.contains([2]) && logins.contains([3]))
        for key: UInt8 in 10..<100 { logins.insert([key]) }
        #expect(logins.contains([98]) && logins.contains([99]) && !logins.contains([97]))
    }
}
