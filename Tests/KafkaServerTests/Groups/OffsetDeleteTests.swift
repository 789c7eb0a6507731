import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Deletion of single offsets")
struct OffsetDeleteTests {
    private func delete(_ connection: BrokerConnection, _ topics: [String]) throws -> OffsetDeleteResponse {
        try connection.send(
            OffsetDeleteRequest {
                $0.groupID = "g"
                $0.topics = topics.map { name in
                    OffsetDeleteTopic {
                        $0.name = name
                        $0.partitions = [1, 9]
                    }
                }
            }
        )
    }

    /// What a consumer sends that subscribes to the topic.
    private func subscription(_ topic: String) -> [UInt8] {
        [0, 1, 0, 0, 0, 1, 0, UInt8(topic.utf8.count)] + Array(topic.utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
    }

    @Test("offsets go partition by partition; a group without any is none")
    func delete() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 2)
            let (client, connection) = (try test.client(), try test.connection())
            #expect(try delete(connection, ["t"]).errorCode == .groupIDNotFound)
            try client.commitOffsets([TopicPartition("t", 0): 0, TopicPartition("t", 1): 0], group: "g")
            let answer = try delete(connection, ["t", "nosuch"])
            #expect(answer.errorCode == .none)
            #expect(
                answer.topics.map { $0.partitions.map(\.errorCode) } == [
                    [.none, .unknownTopicOrPartition], [.unknownTopicOrPartition, .unknownTopicOrPartition],
                ])
            #expect(try client.committedOffsets(of: "g") == [TopicPartition("t", 0): 0])
        }
    }

    @Test("topics that a member reads keep their offsets")
    func subscribed() async throws {
        try await TestServer.run { test in
            for name in ["read", "left"] { _ = try test.log.createTopic(name: name, partitions: 2) }
            let (client, connection, member) = (try test.client(), try test.connection(), try test.connection())
            try client.commitOffsets([TopicPartition("read", 1): 0, TopicPartition("left", 1): 0], group: "g")
            var join = JoinGroupRequest {
                $0.groupID = "g"
                $0.sessionTimeoutMilliseconds = 10_000
                $0.rebalanceTimeoutMilliseconds = 10_000
                $0.protocolType = "consumer"
                $0.protocols = [
                    JoinGroupProtocol {
                        $0.name = "range"
                        $0.metadata = subscription("read")
                    }
                ]
            }
            join.memberID = try member.send(join).memberID
            #expect(try member.send(join).errorCode == .none)
            let answer = try delete(connection, ["read", "left"])
            #expect(answer.topics.map { $0.partitions[0].errorCode } == [.groupSubscribedToTopic, .none])
            #expect(try client.committedOffsets(of: "g") == [TopicPartition("read", 1): 0])
        }
    }
}
