import Testing

@testable import Access

@Suite struct TopicPatternsTests {
    @Test(arguments: [
        ("orders", "orders", true), ("orders", "order", false), ("orders", "order*", true), ("orders", "*", true),
        ("trade.notify.orders", "trade.*.orders", true), ("trade.notify.orders", "trade.*.order", false),
        ("aab", "*ab", true), ("abab", "*ab", true), ("abac", "*ab", false), ("", "*", true), ("", "a", false),
        ("a", "a**", true), ("a*b", "a*b", true),
    ])
    func `a star stands for any run of characters`(name: String, pattern: String, isMatch: Bool) {
        #expect(TopicPatterns([pattern]).matches(name) == isMatch)
    }

    @Test func `a long name against many stars ends at once`() {
        let name = String(repeating: "a", count: 249)
        let pattern = String(repeating: "a*", count: 100) + "b"
        #expect(!TopicPatterns([pattern]).matches(name))
    }

    @Test func `who may write may read`() {
        let writer = Principal(name: "w", read: .none, write: TopicPatterns(["out-*"]))
        #expect(writer.mayRead("out-1"))
        #expect(!writer.mayRead("in"))
        #expect(Principal.everybody.mayWrite("anything"))
    }
}
