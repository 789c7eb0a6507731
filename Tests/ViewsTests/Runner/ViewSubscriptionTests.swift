import Testing

@testable import Views

/// A client that follows a view, and what it is given when it is slow.
@Suite struct ViewSubscriptionTests {
    private func text(_ turn: ViewSubscription.Turn) -> String {
        switch turn {
        case .events(let events): events.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
        case .needsRows: "needs rows"
        case .ended: "ended"
        case .nothing: "nothing"
        }
    }

    @Test func theWholeResultComesFirstAndThenEveryChange() {
        let one = ViewSubscription(bytesMax: 100)
        one.give(change: Array("lost".utf8))
        #expect(text(one.take()) == "needs rows")
        one.give(rows: Array("rows".utf8))
        one.give(change: Array("a".utf8))
        one.give(change: Array("b".utf8))
        #expect(text(one.take()) == "rows,a,b")
        #expect(text(one.take()) == "nothing")
    }

    @Test func whoIsTooSlowGetsTheWholeResultInsteadOfAHalf() {
        let one = ViewSubscription(bytesMax: 10)
        one.give(rows: Array("rows".utf8))
        #expect(text(one.take()) == "rows")
        for _ in 0..<4 { one.give(change: Array("123456".utf8)) }
        #expect(text(one.take()) == "needs rows")
        one.give(rows: Array("again".utf8))
        one.give(change: Array("c".utf8))
        #expect(text(one.take()) == "again,c")
    }

    @Test func theEndComesAfterWhatWaits() {
        let one = ViewSubscription(bytesMax: 10)
        one.give(rows: Array("rows".utf8))
        one.end(with: Array("stopped".utf8))
        one.give(change: Array("late".utf8))
        #expect(text(one.take()) == "rows,stopped")
        #expect(text(one.take()) == "ended")
    }

    @Test func waitingEndsWhenSomethingComes() async {
        let one = ViewSubscription(bytesMax: 10)
        async let hasCome = one.wait(milliseconds: 10_000)
        try? await Task.sleep(for: .milliseconds(20))
        one.give(rows: Array("rows".utf8))
        #expect(await hasCome)
        #expect(await one.wait(milliseconds: 1))
        _ = one.take()
        #expect(await one.wait(milliseconds: 1) == false)
    }
}
