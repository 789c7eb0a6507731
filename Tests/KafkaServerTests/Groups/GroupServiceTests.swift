import CommitLog
import Foundation
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Groups over the wire")
struct GroupServiceTests {
    /// Joins as the only member and syncs; returns member id and generation.
    private func enter(_ connection: BrokerConnection, group: String) throws -> (member: String, generation: Int32) {
        var join = JoinGroupRequest {
            $0.groupID = group
            $0.sessionTimeoutMilliseconds = 10_000
            $0.rebalanceTimeoutMilliseconds = 10_000
            $0.protocolType = "consumer"
            $0.protocols = [JoinGroupProtocol { $0.name = "range" }]
        }
        let first = try connection.send(join)
        #expect(first.errorCode == .memberIDRequired)
        join.memberID = first.memberID
        let joined = try connection.send(join)
        #expect(joined.errorCode == .none && joined.leader == joined.memberID)
        let synced = try connection.send(
            SyncGroupRequest {
                $0.groupID = group
                $0.generationID = joined.generationID
                $0.memberID = joined.memberID
                $0.assignments = [
                    SyncGroupAssignment {
                        $0.memberID = joined.memberID
                        $0.assignment = [1, 2, 3]
                    }
                ]
            }
        )
        #expect(synced.assignment == [1, 2, 3])
        return (joined.memberID, joined.generationID)
    }

    @Test("a member joins, is described, and leaves")
    func life() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let (member, generation) = try enter(connection, group: "g")
            let client = try test.client()
            #expect(try client.groups().map(\.state) == ["Stable"])
            let described = try client.describeGroup("g")
            #expect(described.protocolName == "range" && described.members.map(\.memberID) == [member])
            #expect(described.members.first?.assignment == [1, 2, 3])
            #expect(described.members.first?.clientHost == "/127.0.0.1")
            let refused = #expect(throws: KafkaClientError.self) {
                try client.commitOffsets([TopicPartition("t", 0): 1], group: "g")
            }
            #expect(refused?.code == .broker(.unknownMemberID), "a reset must not cut in on a running group")
            #expect(throws: KafkaClientError.self) { try client.deleteGroup("g") }
            let beat = try connection.send(
                HeartbeatRequest {
                    $0.groupID = "g"
                    $0.generationID = generation
                    $0.memberID = member
                }
            )
            #expect(beat.errorCode == .none)
            let left = try connection.send(
                LeaveGroupRequest {
                    $0.groupID = "g"
                    $0.members = [LeavingMember { $0.memberID = member }]
                }
            )
            #expect(left.members.map(\.errorCode) == [.none])
            #expect(try client.describeGroup("g").state == "Dead")
        }
    }

    @Test("committed offsets, their epoch and their note survive a restart")
    func offsetsSurvive() async throws {
        let directory = TestServer.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await TestServer.run(in: directory) { test in
            _ = try test.log.createTopic(name: "t", partitions: 2)
            let connection = try test.connection()
            for version in APIKey.offsetCommit.versions {
                let response = try connection.exchange(
                    OffsetCommitRequest {
                        $0.groupID = "g"
                        $0.topics = [
                            OffsetCommitTopic {
                                $0.name = "t"
                                $0.partitions = [
                                    OffsetCommitPartition {
                                        $0.index = 1
                                        $0.committedOffset = Int64(version) * 10
                                        $0.metadata = "note \(version)"
                                    },
                                    OffsetCommitPartition { $0.index = 9 },
                                ]
                            }
                        ]
                    },
                    version: version
                )
                #expect(response.topics.first?.partitions.map(\.errorCode) == [.none, .unknownTopicOrPartition])
            }
        }
        try await TestServer.run(in: directory) { test in
            let connection = try test.connection()
            let topics = [
                OffsetFetchTopic {
                    $0.name = "t"
                    $0.partitions = [0, 1]
                }
            ]
            for version in APIKey.offsetFetch.versions {
                let response = try connection.exchange(
                    OffsetFetchRequest {
                        $0.groupID = "g"
                        $0.topics = topics
                        $0.groups = [
                            OffsetFetchGroup {
                                $0.groupID = "g"
                                $0.topics = topics
                            }
                        ]
                    },
                    version: version
                )
                let partitions = (response.groups.first?.topics ?? response.topics).first?.partitions ?? []
                #expect(partitions.map(\.committedOffset) == [-1, 80])
                #expect(partitions.last?.metadata == "note 8" && partitions.allSatisfy { $0.errorCode.isSuccess })
            }
            let client = try test.client()
            #expect(try client.committedOffsets(of: "g") == [TopicPartition("t", 1): 80])
            #expect(try client.groups().map(\.state) == ["Empty"])
            try client.commitOffsets([TopicPartition("t", 1): 5], group: "g")
            #expect(try client.committedOffsets(of: "g") == [TopicPartition("t", 1): 5])
            try client.deleteGroup("g")
            #expect(try client.committedOffsets(of: "g").isEmpty && client.groups().isEmpty)
            #expect(throws: KafkaClientError.self) { try client.deleteGroup("g") }
        }
    }

    @Test("a note beside an offset has a limit")
    func metadataLimit() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let response = try test.connection().send(
                OffsetCommitRequest {
                    $0.groupID = "g"
                    $0.topics = [
                        OffsetCommitTopic {
                            $0.name = "t"
                            $0.partitions = [
                                OffsetCommitPartition { $0.metadata = String(repeating: "n", count: 5_000) }
                            ]
                        }
                    ]
                }
            )
            #expect(response.topics.first?.partitions.first?.errorCode == .offsetMetadataTooLarge)
        }
    }
}
