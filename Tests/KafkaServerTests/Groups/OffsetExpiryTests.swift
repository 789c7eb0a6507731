import CommitLog
import Foundation
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Offsets of groups that nobody is in")
struct OffsetExpiryTests {
    private func decide(
        _ times: [String: Int64?],
        members: Set<String> = [],
        protected: Set<String> = []
    ) -> OffsetExpiry {
        OffsetExpiry(times: times, members: members, protected: protected, now: 1_000, retention: 100)
    }

    @Test("they go when the last sign of life is longer ago than they are kept")
    func expired() {
        let expiry = decide(["old": 899, "young": 900])
        #expect(expiry.expired == ["old"] && expiry.alive.isEmpty)
    }

    @Test("a group with members never loses them, and is noted as alive now and then")
    func members() {
        let expiry = decide(["old": 1, "quiet": 989, "busy": 990], members: ["old", "quiet", "busy"])
        #expect(expiry.expired.isEmpty && expiry.alive == ["old", "quiet"])
    }

    @Test("one whose time nobody knows counts from now on")
    func unknown() {
        let expiry = decide(["g": nil])
        #expect(expiry.expired.isEmpty && expiry.alive == ["g"])
    }

    @Test("one that holds records beyond retention keeps them")
    func protected() { #expect(decide(["settlement": 1], protected: ["settlement"]).expired.isEmpty) }

    @Test("a server forgets the group for good, by itself")
    func server() async throws {
        let directory = TestServer.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var options = KafkaServer.Options(port: 0)
        options.groups.offsetsRetentionMilliseconds = 300
        options.groups.offsetsCheckMilliseconds = 100
        try await TestServer.run(in: directory, options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let client = try test.client()
            try client.commitOffsets([TopicPartition("t", 0): 1], group: "g")
            #expect(try client.groups().map(\.groupID) == ["g"])
            let deadline = ContinuousClock.now + .seconds(10)
            while try !client.groups().isEmpty, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(try client.groups().isEmpty)
        }
        try await TestServer.run(in: directory) { test in #expect(test.log.groups().isEmpty) }
    }

    @Test("groups with offsets have a limit; those that are there go on")
    func groupsWithOffsets() async throws {
        var options = KafkaServer.Options(port: 0)
        options.groups.offsetGroupsMax = 1
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let client = try test.client()
            try client.commitOffsets([TopicPartition("t", 0): 0], group: "first")
            let refused = #expect(throws: KafkaClientError.self) {
                try client.commitOffsets([TopicPartition("t", 0): 0], group: "second")
            }
            #expect(refused?.code == .broker(.groupMaxSizeReached))
            try client.commitOffsets([TopicPartition("t", 0): 0], group: "first")
        }
    }
}
