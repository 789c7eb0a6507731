import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Offsets by time")
struct OffsetSearchTests {
    /// Offsets 0 to 2 at 9,000 ms, 3 to 5 at 1,000 ms, 6 at 2,000 ms: times that go back, as producers' may.
    private static func fill(_ test: TestServer) throws -> PartitionID {
        let topic = try test.log.createTopic(name: "t", partitions: 1)
        try test.append("t", values: ["a", "b", "c"], timestamp: 9_000, compression: .lz4)
        try test.append("t", values: ["d", "e", "f"], timestamp: 1_000)
        try test.append("t", values: ["g"], timestamp: 2_000)
        return topic.partitions[0]
    }

    private static func offset(_ timestamp: Int64, _ client: KafkaClient) throws -> Int64? {
        let place = TopicPartition("t", 0)
        return try client.listOffsets([place], timestamp: timestamp)[place]
    }

    @Test("a record that was deleted out of the first batch is not found")
    func firstBatchIsCut() async throws {
        try await TestServer.run { test in
            let partition = try Self.fill(test)
            let client = try test.client()
            _ = try test.log.deleteRecords(partition: partition, before: 2)
            #expect(try Self.offset(0, client) == 2)
            #expect(try Self.offset(9_000, client) == 2)
            #expect(try Self.offset(ListOffsetsTimestamp.maxTimestamp, client) == 2)
        }
    }

    @Test("times that were deleted are no answer for what is left")
    func latestTimesAreGone() async throws {
        try await TestServer.run { test in
            let partition = try Self.fill(test)
            let client = try test.client()
            _ = try test.log.deleteRecords(partition: partition, before: 3)
            #expect(try Self.offset(0, client) == 3)
            #expect(try Self.offset(1_001, client) == 4)
            #expect(try Self.offset(1_500, client) == 6)
            #expect(try Self.offset(9_000, client) == -1)
            #expect(try Self.offset(ListOffsetsTimestamp.maxTimestamp, client) == 6)
        }
    }

    @Test("a search that would read too much answers with an earlier offset")
    func limit() async throws {
        var options = KafkaServer.Options(port: 0)
        options.timeSearchBytesMax = 1
        try await TestServer.run(options: options) { test in
            let partition = try Self.fill(test)
            _ = try test.log.deleteRecords(partition: partition, before: 3)
            // The batch of 3 was looked into, 6 is where it stopped.
            #expect(try Self.offset(9_000, test.client()) == 6)
        }
    }
}
