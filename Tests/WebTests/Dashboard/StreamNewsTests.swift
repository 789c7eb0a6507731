import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct StreamNewsTests {
    private let never = ContinuousClock.now + .seconds(3600)

    @Test func `news that came before ends the wait`() async {
        let news = StreamNews()
        news.tell()
        await news.wait(until: never)
    }

    @Test func `news ends the wait`() async {
        let news = StreamNews()
        async let waiting: Void = news.wait(until: never)
        try? await Task.sleep(for: .milliseconds(20))
        news.tell()
        await waiting
    }

    @Test func `time ends the wait`() async {
        let news = StreamNews()
        let moment = ContinuousClock.now + .milliseconds(30)
        await news.wait(until: moment)
        #expect(ContinuousClock.now >= moment)
    }

    @Test func `old news is no news`() async {
        let news = StreamNews()
        news.tell()
        await news.wait(until: never)
        let moment = ContinuousClock.now + .milliseconds(30)
        await news.wait(until: moment)
        #expect(ContinuousClock.now >= moment)
    }

    @Test func `closed stream waits no more`() async {
        let news = StreamNews()
        news.close()
        #expect(news.isClosed)
        await news.wait(until: never)
    }

    @Test func `cancelled task waits no more`() async {
        let news = StreamNews()
        let task = Task { await news.wait(until: never) }
        try? await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await task.value
    }
}
