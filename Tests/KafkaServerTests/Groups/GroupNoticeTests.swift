import KafkaProtocol
import Testing

@testable import KafkaServer

@Suite("Who blocks a rebalance")
struct GroupNoticeTests {
    var scene = GroupScene()

    private var texts: [String] { scene.notices.map(\.text) }

    @Test("a rebalance that ends soon is said once, as completed")
    mutating func quiet() {
        _ = scene.stablePair()
        #expect(texts == ["group 'g': rebalance complete after 0.3 s, generation 1 with 2 members"])
    }

    @Test("who does not rejoin is named after 3 s, with how long it has, and again when it is removed")
    mutating func memberBlocks() {
        let generation = scene.stablePair()
        scene.notices = []
        let c = scene.enter("c", rebalance: 20_000)
        _ = scene.join("a")
        scene.pass(2_900)
        #expect(texts.isEmpty)
        scene.pass(100)
        #expect(
            texts == [
                "group 'g' has been rebalancing for 3.0 s and waits for member b (client 'client', host 127.0.0.1) to "
                    + "rejoin; it is removed in 7.0 s if it stays silent, in 57.0 s at the latest"
            ]
        )
        scene.pass(57_000, hearing: ["b"], generation: generation)
        #expect(
            texts.dropFirst() == [
                "group 'g': member b (client 'client', host 127.0.0.1) removed: it did not rejoin within 60.0 s (the "
                    + "group's longest max.poll.interval.ms)"
            ]
        )
        _ = scene.sync("a", generation: generation + 1, assigning: [:])
        #expect(texts.last == "group 'g': rebalance complete after 60.0 s, generation 2 with 2 members")
        #expect(scene.joined[c]?.errorCode == ErrorCode.none)
    }

    @Test("one that falls silent is named, removed and said so")
    mutating func silentMember() {
        _ = scene.stablePair()
        scene.notices = []
        _ = scene.join("a", strategies: ["range", "sticky"])
        scene.pass(9_999)
        scene.pass(1)
        #expect(texts.count == 2 && texts[0].contains("waits for member b "))
        #expect(texts.last?.hasSuffix("removed: nothing heard of it for 10.0 s (its session.timeout.ms)") == true)
    }

    @Test("a leader that does not assign is named as such")
    mutating func leaderBlocks() {
        let generation = scene.stablePair() + 1
        _ = scene.join("a")
        _ = scene.join("b")
        _ = scene.sync("b", generation: generation)
        scene.notices = []
        scene.pass(3_000, hearing: ["a", "b"], generation: generation)
        #expect(texts.count == 1)
        #expect(texts.first?.contains("waits for member a (client 'client', host 127.0.0.1), the leader, to") == true)
    }

    @Test("an id that was given out and not used blocks too")
    mutating func pendingBlocks() {
        _ = scene.enter("a")
        _ = scene.join(fresh: "ghost")
        scene.pass(3_000)
        #expect(texts.first?.contains("waits for ghost, which has its id and has not joined with it") == true)
        #expect(texts.first?.hasSuffix("forgotten in 7.0 s") == true)
    }

    @Test("many are named by the first five, each once")
    mutating func manyBlock() {
        for number in 0..<9 { _ = scene.enter("m\(number)") }
        scene.pass(300)
        _ = scene.sync("m0", generation: 1, assigning: [:])
        for number in 1..<9 { _ = scene.sync("m\(number)", generation: 1) }
        scene.notices = []
        _ = scene.join("m0")
        scene.pass(3_000)
        #expect(texts.count == 1 && texts.first?.hasSuffix("; and 3 more") == true)
        for _ in 0..<3 {
            scene.pass(3_000, hearing: (1..<9).map { "m\($0)" }, generation: 1)
        }
        #expect(texts.count == 1)
    }
}
