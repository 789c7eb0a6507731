import CommitLog
import Foundation
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Topic administration")
struct TopicAdministrationTests {
    private func creatable(
        _ name: String,
        partitions: Int32 = 1,
        replicas: Int16 = 1,
        configs: [String: String?] = [:]
    ) -> CreatableTopic {
        CreatableTopic {
            $0.name = name
            $0.partitionCount = partitions
            $0.replicationFactor = replicas
            $0.configs = configs.map { config in
                CreatableConfig {
                    $0.name = config.key
                    $0.value = config.value
                }
            }
        }
    }

    private func create(
        _ connection: BrokerConnection,
        _ topics: [CreatableTopic],
        validateOnly: Bool = false
    ) throws -> [CreatedTopic] {
        try connection.send(
            CreateTopicsRequest {
                $0.topics = topics
                $0.validateOnly = validateOnly
            }
        ).topics
    }

    /// A topic as a source makes it.
    private func fedTopic(_ test: TestServer) throws -> TopicDefinition {
        try test.log.createTopic(name: "trade.a.b", partitions: 1, properties: ["source": "trade"])
    }

    @Test("a created topic is there, durably, with its retention; its answer tells what it got")
    func create() async throws {
        let directory = TestServer.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var options = KafkaServer.Options(port: 0)
        options.autoCreatePartitions = 3
        try await TestServer.run(in: directory, options: options) { test in
            let connection = try test.connection()
            for version in APIKey.createTopics.versions {
                let configs = ["retention.ms": "60000", "retention.bytes": "-1", "cleanup.policy": "delete"]
                let asked = creatable("t\(version)", partitions: version % 2 == 0 ? 2 : -1, configs: configs)
                let answer = try connection.exchange(
                    CreateTopicsRequest { $0.topics = [asked] }, version: version
                ).topics
                #expect(answer.map(\.errorCode) == [.none], "\(answer.map(\.errorMessage))")
                let topic = try #require(test.log.topic(named: "t\(version)"))
                #expect(topic.partitions.count == (version % 2 == 0 ? 2 : 3) && topic.isMadeByClient)
                let kept = TopicRetention(milliseconds: 60_000, bytes: TopicRetention.unlimited)
                #expect(test.log.storedRetention(topic: topic.name) == kept)
                if version >= 5 {
                    #expect(answer[0].partitionCount == Int32(topic.partitions.count))
                    #expect(answer[0].configs?.first { $0.name == "retention.ms" }?.value == "60000")
                }
                if version >= 7 { #expect(answer[0].topicID == KafkaUUID(topic.uuid)) }
            }
        }
        try await TestServer.run(in: directory) { test in
            #expect(test.log.topics().map(\.name) == APIKey.createTopics.versions.map { "t\($0)" })
            #expect(test.log.storedRetention(topic: "t7")?.milliseconds == 60_000)
        }
    }

    @Test("what cannot be created is refused by name, and nothing is made by validation")
    func refusals() async throws {
        try await TestServer.run { test in
            let connection = try test.connection()
            _ = try fedTopic(test)
            var byHand = creatable("hand", partitions: -1, replicas: -1)
            byHand.assignments = [CreatablePartition { $0.brokerIDs = [2] }]
            let cases: [(CreatableTopic, ErrorCode)] = [
                (creatable("trade.a.b"), .topicAlreadyExists), (creatable("a b"), .invalidTopic),
                (creatable("t", partitions: 0), .invalidPartitions),
                (creatable("t", partitions: 2_000_000), .invalidPartitions),
                (creatable("t", replicas: 3), .invalidReplicationFactor),
                (creatable("t", configs: ["cleanup.policy": "compact"]), .invalidConfig),
                (creatable("t", configs: ["retention.ms": "-2"]), .invalidConfig),
                (creatable("t", configs: ["retention.ms": "long"]), .invalidConfig),
                (creatable("t", configs: ["segment.bytes": "1"]), .invalidConfig),
                (creatable("t", configs: ["no.such": "1"]), .invalidConfig),
                (byHand, .invalidReplicaAssignment),
            ]
            for (asked, error) in cases {
                let answer = try create(connection, [asked])
                #expect(answer.map(\.errorCode) == [error], "\(asked): \(answer)")
                #expect(answer.first?.errorMessage?.isEmpty == false)
            }
            #expect(
                try create(connection, [creatable("d"), creatable("d")]).map(\.errorCode) == [
                    .invalidRequest, .invalidRequest,
                ])
            #expect(try create(connection, [creatable("v")], validateOnly: true).map(\.errorCode) == [.none])
            #expect(test.log.topics().map(\.name) == ["trade.a.b"])
            byHand.assignments = [CreatablePartition { $0.brokerIDs = [1] }]
            #expect(try create(connection, [byHand]).map(\.errorCode) == [.none])
        }
    }

    @Test("a deleted topic is gone and can be made anew; one of a source stays")
    func delete() async throws {
        try await TestServer.run { test in
            let connection = try test.connection()
            _ = try fedTopic(test)
            for version in APIKey.deleteTopics.versions {
                _ = try create(connection, [creatable("t")])
                try test.append("t", values: ["a"])
                let old = try #require(test.log.topic(named: "t")?.uuid)
                let request = DeleteTopicsRequest { $0.names = ["t", "trade.a.b", "nosuch"] }
                let answer = try connection.exchange(request, version: version).results
                #expect(answer.map(\.errorCode) == [.none, .policyViolation, .unknownTopicOrPartition])
                if version >= 5 { #expect(answer[1].errorMessage?.contains("source 'trade'") == true) }
                #expect(test.log.topic(named: "t") == nil)
                let again = try #require(try create(connection, [creatable("t")]).first)
                #expect(again.errorCode == .none && again.topicID != KafkaUUID(old))
                let client = try test.client()
                #expect(
                    try client.listOffsets([TopicPartition("t", 0)], timestamp: ListOffsetsTimestamp.latest)
                        == [TopicPartition("t", 0): 0])
                _ = try connection.exchange(DeleteTopicsRequest { $0.names = ["t"] }, version: version)
            }
            #expect(test.log.topics().map(\.name) == ["trade.a.b"])
        }
    }

    @Test("a fetch that waits at a topic learns of its deletion")
    func fetchOfADeletedTopic() async throws {
        try await TestServer.run { test in
            let topic = try test.log.makeTopic(name: "t", partitions: 1)
            let client = try test.client()
            _ = try client.metadata()
            test.meanwhile {
                test.waitForWaitingFetches()
                try test.log.deleteTopic(named: "t")
            }
            let answer = try client.fetch([TopicPartition(topic.name, 0): 0], waitMilliseconds: 20_000)
            #expect(answer[TopicPartition("t", 0)]?.errorCode == .unknownTopicOrPartition)
        }
    }

    @Test("partitions are added, never taken away")
    func grow() async throws {
        try await TestServer.run { test in
            let connection = try test.connection()
            _ = try fedTopic(test)
            _ = try create(connection, [creatable("t", partitions: 2)])
            func grow(_ name: String, to count: Int32, _ brokers: [[Int32]]? = nil, only: Bool = false) throws
                -> ErrorCode?
            {
                try connection.send(
                    CreatePartitionsRequest {
                        $0.validateOnly = only
                        $0.topics = [
                            CreatePartitionsTopic {
                                $0.name = name
                                $0.count = count
                                $0.assignments = brokers?.map { ids in CreatePartitionsAssignment { $0.brokerIDs = ids }
                                }
                            }
                        ]
                    }
                ).results.first?.errorCode
            }
            #expect(try grow("t", to: 2) == .invalidPartitions && grow("t", to: 1) == .invalidPartitions)
            #expect(try grow("trade.a.b", to: 2) == .policyViolation)
            #expect(try grow("nosuch", to: 2) == .unknownTopicOrPartition)
            #expect(try grow("t", to: 3, [[2]]) == .invalidReplicaAssignment)
            #expect(try grow("t", to: 3, [[1], [1]]) == .invalidReplicaAssignment)
            #expect(try grow("t", to: 3, only: true) == ErrorCode.none)
            #expect(test.log.topic(named: "t")?.partitions.count == 2)
            #expect(try grow("t", to: 4, [[1], [1]]) == ErrorCode.none)
            #expect(try test.client().partitions(of: "t") == [0, 1, 2, 3])
            try test.append("t", 3, values: ["x"])
        }
    }

    @Test("records are deleted up to an offset, also of a source's topic")
    func deleteRecords() async throws {
        try await TestServer.run { test in
            _ = try fedTopic(test)
            try test.append("trade.a.b", values: ["a", "b", "c"])
            let connection = try test.connection()
            func delete(_ offset: Int64, _ partition: Int32 = 0) throws -> DeletedRecordsPartition? {
                try connection.send(
                    DeleteRecordsRequest {
                        $0.topics = [
                            DeleteRecordsTopic {
                                $0.name = "trade.a.b"
                                $0.partitions = [
                                    DeleteRecordsPartition {
                                        $0.index = partition
                                        $0.offset = offset
                                    }
                                ]
                            }
                        ]
                    }
                ).topics.first?.partitions.first
            }
            #expect(try delete(2)?.lowWatermark == 2)
            #expect(try delete(1)?.lowWatermark == 2, "what is gone stays gone")
            #expect(try delete(4)?.errorCode == .offsetOutOfRange)
            #expect(try delete(0, 7)?.errorCode == .unknownTopicOrPartition)
            #expect(try delete(DeleteRecordsPartition.toHighWatermark)?.lowWatermark == 3)
            #expect(test.log.partitionState(0)?.logStartOffset == 3)
        }
    }

    @Test("a topic that is asked for is made where the configuration and the client want it")
    func autoCreate() async throws {
        var options = KafkaServer.Options(port: 0)
        for isOn in [false, true] {
            options.autoCreatesTopics = isOn
            options.autoCreatePartitions = 2
            try await TestServer.run(options: options) { test in
                let connection = try test.connection()
                func ask(_ name: String, _ wants: Bool) throws -> MetadataTopic? {
                    try connection.send(
                        MetadataRequest {
                            $0.topics = [MetadataRequestTopic { $0.name = name }]
                            $0.allowAutoTopicCreation = wants
                        }
                    ).topics.first
                }
                #expect(try ask("t", false)?.errorCode == .unknownTopicOrPartition)
                #expect(try ask("a b", true)?.errorCode == .unknownTopicOrPartition)
                let topic = try ask("t", true)
                #expect(topic?.errorCode == (isOn ? ErrorCode.none : .unknownTopicOrPartition))
                #expect(topic?.partitions.count == (isOn ? 2 : 0))
                #expect(test.log.topics().map(\.isMadeByClient) == (isOn ? [true] : []))
            }
        }
    }
}
