import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Settings of topics")
struct TopicConfigTests {
    private func describe(_ connection: BrokerConnection, _ name: String, type: Int8 = 2) throws -> DescribedResource {
        let response = try connection.send(
            DescribeConfigsRequest {
                $0.resources = [
                    ConfigResource {
                        $0.type = type
                        $0.name = name
                    }
                ]
            }
        )
        return try #require(response.results.first)
    }

    private func retention(_ connection: BrokerConnection, _ name: String) throws -> [String] {
        try describe(connection, name).entries.filter { $0.name.hasPrefix("retention.") }
            .map { "\($0.value ?? "nil") from \($0.source)" }
    }

    private func change(
        _ connection: BrokerConnection,
        _ name: String,
        _ changes: [(String, Int8, String?)],
        type: Int8 = 2,
        validateOnly: Bool = false
    ) throws -> ErrorCode? {
        try connection.send(
            IncrementalAlterConfigsRequest {
                $0.validateOnly = validateOnly
                $0.resources = [
                    IncrementalAlterConfigsResource {
                        $0.type = type
                        $0.name = name
                        $0.changes = changes.map { change in
                            ConfigChange { ($0.name, $0.operation, $0.value) = change }
                        }
                    }
                ]
            }
        ).results.first?.errorCode
    }

    @Test("retention is altered key by key, and goes back to the configuration's")
    func incremental() async throws {
        try await TestServer.run { test in
            // Of a source, too: how long its records stay is for the operator to say.
            _ = try test.log.createTopic(name: "t", partitions: 1, properties: ["source": "trade"])
            var settings = RetentionSettings()
            settings.milliseconds = 604_800_000
            test.log.setRetention(settings)
            let connection = try test.connection()
            #expect(try retention(connection, "t") == ["604800000 from 4", "-1 from 4"])
            #expect(try describe(connection, "t").entries.first { $0.name == "leat.source" }?.value == "trade")
            #expect(try change(connection, "t", [("retention.ms", 0, "5000")], validateOnly: true) == ErrorCode.none)
            #expect(try retention(connection, "t") == ["604800000 from 4", "-1 from 4"])
            #expect(try change(connection, "t", [("retention.ms", 0, "5000")]) == ErrorCode.none)
            #expect(try change(connection, "t", [("retention.bytes", 0, "-1")]) == ErrorCode.none)
            #expect(try retention(connection, "t") == ["5000 from 1", "-1 from 1"])
            #expect(try change(connection, "t", [("retention.ms", 1, nil)]) == ErrorCode.none)
            #expect(try retention(connection, "t") == ["604800000 from 4", "-1 from 1"])
            #expect(test.log.storedRetention(topic: "t") == TopicRetention(bytes: TopicRetention.unlimited))
        }
    }

    @Test("what cannot be altered is refused, and nothing of the request is done")
    func refusals() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let good = ("retention.ms", Int8(0), String?("5000"))
            #expect(try change(connection, "t", [good, ("cleanup.policy", 0, "compact")]) == .invalidConfig)
            #expect(try change(connection, "t", [good, ("retention.bytes", 2, "5")]) == .invalidConfig)
            #expect(try change(connection, "t", [good, ("min.insync.replicas", 0, "2")]) == .invalidConfig)
            #expect(try change(connection, "nosuch", [good]) == .unknownTopicOrPartition)
            #expect(try change(connection, "1", [good], type: 4) == .invalidConfig)
            #expect(try change(connection, "1", [good], type: 8) == .invalidRequest)
            #expect(test.log.storedRetention(topic: "t") == nil)
            #expect(try change(connection, "t", [good, ("cleanup.policy", 0, "delete")]) == ErrorCode.none)
        }
    }

    @Test("AlterConfigs sets all: what it does not name follows the configuration again")
    func alterAll() async throws {
        try await TestServer.run { test in
            _ = try test.log.makeTopic(name: "t", partitions: 1, retention: TopicRetention(bytes: 7))
            let connection = try test.connection()
            for version in APIKey.alterConfigs.versions {
                let response = try connection.exchange(
                    AlterConfigsRequest {
                        $0.resources = [
                            AlterConfigsResource {
                                $0.type = ConfigResourceType.topic
                                $0.name = "t"
                                $0.configs = [
                                    AlterableConfig {
                                        $0.name = "retention.ms"
                                        $0.value = "\(version)000"
                                    }
                                ]
                            }
                        ]
                    },
                    version: version
                )
                #expect(response.results.map(\.errorCode) == [.none])
                let expected = TopicRetention(milliseconds: Int64(version) * 1000)
                #expect(test.log.storedRetention(topic: "t") == expected)
            }
        }
    }

    @Test("a broker's settings and unknown topics are described")
    func others() async throws {
        try await TestServer.run { test in
            let connection = try test.connection()
            #expect(try describe(connection, "nosuch").errorCode == .unknownTopicOrPartition)
            let broker = try describe(connection, "1", type: 4).entries
            #expect(broker.first { $0.name == "auto.create.topics.enable" }?.value == "false")
            #expect(try describe(connection, "x", type: 8).errorCode == .invalidRequest)
        }
    }
}
