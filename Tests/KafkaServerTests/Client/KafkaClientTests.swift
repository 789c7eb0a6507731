import KafkaProtocol
import Testing

@testable import KafkaClient

@Suite("Client")
struct KafkaClientTests {
    @Test("addresses are read as Kafka's tools write them")
    func addresses() throws {
        let list = try BrokerAddress.list("a:1, b ,[::1]:9,c.example")
        #expect(list.map(\.host) == ["a", "b", "::1", "c.example"])
        #expect(list.map(\.port) == [1, 9092, 9, 9092])
        #expect(list.map(\.description)[2] == "[::1]:9")
        for bad in ["", ":1", "a:", "a:b", "a:0", "a:70000", "::1"] {
            let error = #expect(throws: KafkaClientError.self) { _ = try BrokerAddress.list(bad) }
            #expect(error?.code == .invalidAddress)
        }
    }

    @Test("a broker that is not there is named, with what to do")
    func unreachable() throws {
        let error = #expect(throws: KafkaClientError.self) { _ = try KafkaClient(brokers: "127.0.0.1:1") }
        #expect(error?.code == .unreachable && error?.isRetriable == true)
        #expect(error?.what.contains("cannot reach 127.0.0.1:1") == true && error?.remedy.isEmpty == false)
        #expect(throws: KafkaClientError.self) { _ = try KafkaClient(brokers: "no-such-host.invalid:9092") }
    }

    @Test("the second address serves when the first does not answer")
    func secondAddress() async throws {
        try await TestServer.run { test in
            let client = try KafkaClient(brokers: "127.0.0.1:1,127.0.0.1:\(test.port)")
            #expect(try client.metadata().brokers.count == 1)
        }
    }

    @Test("an unknown topic and an unknown partition are named")
    func unknownTopic() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let client = try test.client()
            let topic = #expect(throws: KafkaClientError.self) { _ = try client.partitions(of: "nosuch") }
            #expect(topic?.code == .broker(.unknownTopicOrPartition) && topic?.what.contains("nosuch") == true)
            #expect(throws: KafkaClientError.self) { _ = try client.fetch([TopicPartition("t", 4): 0]) }
            #expect(try client.partitions(of: "t") == [0])
        }
    }
}
