import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Requests")
struct RequestTests {
    @Test("metadata names one broker, every topic and its id; nothing is made by asking")
    func metadata() async throws {
        var options = KafkaServer.Options(port: 0, advertisedHost: "queue.example", advertisedPort: 1234)
        options.networkThreads = 2
        try await TestServer.run(options: options) { test in
            let topic = try test.log.createTopic(name: "t", partitions: 3)
            let connection = try test.connection()
            for version in APIKey.metadata.versions {
                let all = try connection.exchange(
                    MetadataRequest { $0.topics = version == 0 ? [] : nil },
                    version: version
                )
                #expect(all.brokers.map(\.host) == ["queue.example"] && all.brokers.map(\.port) == [1234])
                #expect(all.topics.map(\.name) == ["t"])
                #expect(all.topics.first?.partitions.map(\.index) == [0, 1, 2])
                if version >= 2 { #expect(all.clusterID == test.log.uuid.description) }
                if version >= 10 { #expect(all.topics.first?.topicID == KafkaUUID(topic.uuid)) }
            }
            let unknown = try connection.send(
                MetadataRequest { $0.topics = [MetadataRequestTopic { $0.name = "nosuch" }] }
            )
            #expect(unknown.topics.map(\.errorCode) == [.unknownTopicOrPartition])
            #expect(test.log.topic(named: "nosuch") == nil)
            let none = try connection.send(MetadataRequest { $0.topics = [] })
            #expect(none.topics.isEmpty && none.brokers.count == 1)
            let byID = try connection.send(
                MetadataRequest { $0.topics = [MetadataRequestTopic { $0.topicID = KafkaUUID(topic.uuid) }] }
            )
            #expect(byID.topics.map(\.name) == ["t"])
        }
    }

    @Test("an ApiVersions request from the future is answered in version 0, with our versions")
    func futureAPIVersions() async throws {
        try await TestServer.run { test in
            let socket = try RawConnection(port: test.port)
            try socket.send(Hex.bytes("0000000a 0012 0063 00000007 ffff"))
            var reply = try socket.receiveFrame()
            #expect(reply.prefix(6) == [0, 0, 0, 7, 0, 35])
            reply.removeFirst(4)
            let response = try reply.withUnsafeBytes { view in
                var reader = KafkaReader(view, version: 0, isFlexible: false)
                return try reader.body(APIVersionsResponse.self)
            }
            let own = try #require(response.apis.first { $0.key == APIKey.apiVersions.rawValue })
            #expect(own.versionMin == 0 && own.versionMax == 3)
        }
    }

    @Test("offsets are found by time, to the record, also in compressed batches")
    func listOffsets() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a", "b", "c"], timestamp: 1_000)
            try test.append("t", values: ["d", "e", "f"], timestamp: 2_000, compression: .lz4)
            let client = try test.client()
            let place = TopicPartition("t", 0)
            func offset(_ timestamp: Int64) throws -> Int64? {
                try client.listOffsets([place], timestamp: timestamp)[place]
            }
            #expect(try offset(ListOffsetsTimestamp.earliest) == 0)
            #expect(try offset(ListOffsetsTimestamp.latest) == 6)
            #expect(try offset(0) == 0)
            #expect(try offset(1_001) == 1)
            #expect(try offset(1_003) == 3)
            #expect(try offset(2_002) == 5)
            #expect(try offset(2_003) == -1)
            #expect(try offset(ListOffsetsTimestamp.maxTimestamp) == 5)
        }
    }

    @Test("a leader epoch ends at the high watermark; an unknown one is −1")
    func leaderEpochs() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a", "b"])
            let connection = try test.connection()
            func end(_ epoch: Int32) throws -> LeaderEpochEnd? {
                try connection.send(
                    OffsetForLeaderEpochRequest {
                        $0.topics = [
                            LeaderEpochTopic {
                                $0.name = "t"
                                $0.partitions = [LeaderEpochPartition { $0.leaderEpoch = epoch }]
                            }
                        ]
                    }
                ).topics.first?.partitions.first
            }
            #expect(try end(0)?.leaderEpoch == 0 && end(0)?.endOffset == 2)
            #expect(try end(-5)?.leaderEpoch == -1 && end(-5)?.endOffset == -1)
        }
    }

    @Test("produce to a topic that a source feeds is refused by name; with acks 0 the connection ends")
    func produce() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1, properties: ["source": "shop"])
            let connection = try test.connection()
            let request = ProduceRequest {
                $0.acks = -1
                $0.topics = [
                    ProduceTopic {
                        $0.name = "t"
                        $0.partitions = [ProducePartition { $0.records = .bytes([1, 2, 3]) }]
                    }
                ]
            }
            for version in APIKey.produce.versions {
                let answer = try connection.exchange(request, version: version).topics.first?.partitions.first
                #expect(answer?.errorCode == .topicAuthorizationFailed && answer?.baseOffset == -1)
            }
            let socket = try RawConnection(port: test.port)
            var quiet = request
            quiet.acks = 0
            try socket.send(quiet, version: 7, correlationID: 1)
            #expect(socket.isClosedByServer())
        }
    }

    @Test("settings of a topic come with the keys that were asked for")
    func configs() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let response = try connection.send(
                DescribeConfigsRequest {
                    $0.resources = [
                        ConfigResource {
                            $0.type = 2
                            $0.name = "t"
                            $0.keys = ["cleanup.policy"]
                        },
                        ConfigResource {
                            $0.type = 2
                            $0.name = "nosuch"
                        },
                        ConfigResource { $0.type = 4 },
                    ]
                }
            )
            #expect(response.results.first?.entries.map(\.value) == ["delete"])
            #expect(response.results.map(\.errorCode) == [.none, .unknownTopicOrPartition, .none])
            #expect((response.results.last?.entries.count ?? 0) > 5)
        }
    }
}
