import Access
import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

/// What a user sees who may read `open*` and nothing else.
@Suite("Rights")
struct RightsTests {
    private func run(_ body: @escaping @Sendable (TestServer, _ some: BrokerConnection) throws -> Void) async throws {
        let options = KafkaServer.Options(listeners: [
            KafkaServer.Listener(port: 0), KafkaServer.Listener(port: 0, mechanisms: [.scramSHA256]),
        ])
        try await TestServer.run(options: options, users: TestUsers.users) { test in
            for name in ["open", "closed"] {
                _ = try test.log.createTopic(name: name, partitions: 1)
                try test.append(name, values: ["a"])
            }
            var client = KafkaClient.Options()
            client.login = ClientLogin(name: "some", password: "some")
            let port = try #require(test.server.ports.last)
            try body(test, try BrokerConnection.open(BrokerAddress(host: "127.0.0.1", port: UInt16(port)), client))
        }
    }

    @Test("metadata of all topics leaves out what may not be read; by name it is refused, whether it is there or not")
    func metadata() async throws {
        try await run { _, some in
            #expect(try some.send(MetadataRequest()).topics.map(\.name) == ["open"])
            let named = try some.send(
                MetadataRequest {
                    $0.topics = ["open", "closed", "nosuch", "opennosuch"].map { name in
                        MetadataRequestTopic { $0.name = name }
                    }
                })
            #expect(
                named.topics.map(\.errorCode) == [
                    .none, .topicAuthorizationFailed, .topicAuthorizationFailed, .unknownTopicOrPartition,
                ])
        }
    }

    @Test("a topic id that may not be read is as unknown as any other")
    func metadataByID() async throws {
        try await run { test, some in
            let closed = try #require(test.log.topic(named: "closed"))
            let answer = try some.send(
                MetadataRequest { $0.topics = [MetadataRequestTopic { $0.topicID = KafkaUUID(closed.uuid) }] })
            #expect(answer.topics.map(\.errorCode) == [.unknownTopicID])
        }
    }

    @Test("records, offsets and epochs of another topic are refused")
    func reading() async throws {
        try await run { _, some in
            for (name, error) in [("open", ErrorCode.none), ("closed", .topicAuthorizationFailed)] {
                let fetched = try some.send(
                    FetchRequest {
                        $0.bytesMax = 1 << 20
                        $0.topics = [
                            FetchTopic {
                                $0.name = name
                                $0.partitions = [FetchPartition { $0.bytesMax = 1 << 20 }]
                            }
                        ]
                    })
                #expect(fetched.topics.first?.partitions.first?.errorCode == error)
                if !error.isSuccess { #expect(fetched.topics.first?.partitions.first?.records.byteCount == 0) }
                let listed = try some.send(
                    ListOffsetsRequest {
                        $0.topics = [
                            ListOffsetsTopic {
                                $0.name = name
                                $0.partitions = [ListOffsetsPartition { $0.timestamp = ListOffsetsTimestamp.latest }]
                            }
                        ]
                    })
                #expect(listed.topics.first?.partitions.first?.errorCode == error)
                let epochs = try some.send(
                    OffsetForLeaderEpochRequest {
                        $0.topics = [
                            LeaderEpochTopic {
                                $0.name = name
                                $0.partitions = [LeaderEpochPartition { $0.leaderEpoch = 0 }]
                            }
                        ]
                    })
                #expect(epochs.topics.first?.partitions.first?.errorCode == error)
            }
        }
    }

    @Test("offsets are stored and told of topics that may be read")
    func offsets() async throws {
        try await run { _, some in
            let stored = try some.send(
                OffsetCommitRequest {
                    $0.groupID = "mine"
                    $0.topics = ["open", "closed"].map { name in
                        OffsetCommitTopic {
                            $0.name = name
                            $0.partitions = [OffsetCommitPartition { $0.committedOffset = 1 }]
                        }
                    }
                })
            #expect(
                stored.topics.flatMap(\.partitions).map(\.errorCode) == [.none, .topicAuthorizationFailed])
            let told = try some.send(
                OffsetFetchRequest {
                    $0.groupID = "mine"
                    $0.groups = [OffsetFetchGroup { $0.groupID = "mine" }]
                })
            #expect(told.groups.first?.topics.map(\.name) == ["open"])
        }
    }

    @Test("a group that reads another topic is hidden and cannot be joined, left, deleted or moved")
    func groups() async throws {
        try await run { test, some in
            try test.client().commitOffsets([TopicPartition("closed", 0): 1], group: "theirs")
            try test.client().commitOffsets([TopicPartition("open", 0): 1], group: "ours")
            #expect(try some.send(ListGroupsRequest()).groups.map(\.groupID) == ["ours"])
            let described = try some.send(DescribeGroupsRequest { $0.groups = ["theirs", "ours"] })
            #expect(described.groups.map(\.errorCode) == [.groupAuthorizationFailed, .none])
            let deleted = try some.send(DeleteGroupsRequest { $0.groups = ["theirs", "ours"] })
            #expect(deleted.results.map(\.errorCode) == [.groupAuthorizationFailed, .none])
            let joined = try some.send(
                JoinGroupRequest {
                    $0.groupID = "theirs"
                    $0.sessionTimeoutMilliseconds = 10_000
                    $0.protocolType = "consumer"
                })
            #expect(joined.errorCode == .groupAuthorizationFailed)
            #expect(try some.send(LeaveGroupRequest { $0.groupID = "theirs" }).errorCode == .groupAuthorizationFailed)
            let moved = try some.send(
                OffsetCommitRequest {
                    $0.groupID = "theirs"
                    $0.topics = [
                        OffsetCommitTopic {
                            $0.name = "open"
                            $0.partitions = [OffsetCommitPartition { $0.committedOffset = 1 }]
                        }
                    ]
                })
            #expect(moved.topics.flatMap(\.partitions).map(\.errorCode) == [.groupAuthorizationFailed])
            #expect(try test.client().committedOffsets(of: "theirs") == [TopicPartition("closed", 0): 1])
        }
    }

    @Test("who may only read a topic can neither write it nor change anything about it")
    func changing() async throws {
        try await run { test, some in
            let refused = ErrorCode.topicAuthorizationFailed
            #expect(try some.produce(ProducedBytes().bytes(), to: "open").errorCode == refused)
            let created = try some.send(
                CreateTopicsRequest {
                    $0.topics = [
                        CreatableTopic {
                            $0.name = "opennew"
                            $0.partitionCount = 1
                            $0.replicationFactor = 1
                        }
                    ]
                })
            #expect(created.topics.map(\.errorCode) == [refused])
            let deleted = try some.send(DeleteTopicsRequest { $0.names = ["open"] })
            #expect(deleted.results.map(\.errorCode) == [refused])
            let grown = try some.send(
                CreatePartitionsRequest {
                    $0.topics = [
                        CreatePartitionsTopic {
                            $0.name = "open"
                            $0.count = 2
                        }
                    ]
                })
            #expect(grown.results.map(\.errorCode) == [refused])
            let cut = try some.send(
                DeleteRecordsRequest {
                    $0.topics = [
                        DeleteRecordsTopic {
                            $0.name = "open"
                            $0.partitions = [DeleteRecordsPartition { $0.offset = 1 }]
                        }
                    ]
                })
            #expect(cut.topics.flatMap(\.partitions).map(\.errorCode) == [refused])
            let altered = try some.send(
                AlterConfigsRequest {
                    $0.resources = [
                        AlterConfigsResource {
                            $0.type = ConfigResourceType.topic
                            $0.name = "open"
                        }
                    ]
                })
            #expect(altered.results.map(\.errorCode) == [refused])
            let topic = try #require(test.log.topic(named: "open"))
            #expect(topic.partitions.count == 1 && test.log.topic(named: "opennew") == nil)
            #expect(test.log.partitionState(topic.partitions[0])?.logStartOffset == 0)
        }
    }
}
