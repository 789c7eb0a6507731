import KafkaProtocol
import Testing

@Suite("What consumers tell each other through the group")
struct ConsumerProtocolTests {
    // Version 1, topics "a" and "bc", no user data, one owned partition.
    private let subscription: [UInt8] = [
        0, 1, 0, 0, 0, 2, 0, 1, 97, 0, 2, 98, 99, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0, 1, 97, 0, 0, 0, 1, 0, 0, 0, 5,
    ]
    // Version 0, topic "a" with partitions 0 and 7, no user data.
    private let assignment: [UInt8] = [
        0, 0, 0, 0, 0, 1, 0, 1, 97, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0,
    ]

    @Test("a subscription names its topics")
    func topics() { #expect(ConsumerSubscription(subscription)?.topics == ["a", "bc"]) }

    @Test("an assignment names its partitions, and none is an assignment of nothing")
    func partitions() {
        let topic = ConsumerAssignment(assignment)?.topics.first
        #expect(topic?.name == "a" && topic?.partitions == [0, 7])
        #expect(ConsumerAssignment([])?.topics.isEmpty == true)
    }

    @Test("what is cut or lies about its counts is none")
    func hostile() {
        for length in 0..<13 { #expect(ConsumerSubscription(Array(subscription[..<length])) == nil) }
        for length in 1..<21 { #expect(ConsumerAssignment(Array(assignment[..<length])) == nil) }
        #expect(ConsumerSubscription([0, 1, 0x7F, 0xFF, 0xFF, 0xFF]) == nil)
        #expect(ConsumerSubscription([0xFF, 0xFF, 0, 0, 0, 0]) == nil)
        #expect(ConsumerAssignment([0, 0, 0, 0, 0, 1, 0, 1, 97, 0x7F, 0xFF, 0xFF, 0xFF]) == nil)
    }
}
