import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Fetch")
struct FetchTests {
    private func request(
        _ offsets: [Int64],
        topic: String = "t",
        epoch: Int32 = -1,
        bytesMax: Int32 = 1 << 20,
        partitionBytesMax: Int32 = 1 << 20,
        bytesMin: Int32 = 1,
        wait: Int32 = 0
    ) -> FetchRequest {
        FetchRequest {
            $0.waitMillisecondsMax = wait
            $0.bytesMin = bytesMin
            $0.bytesMax = bytesMax
            $0.topics = [
                FetchTopic {
                    $0.name = topic
                    $0.partitions = offsets.enumerated().map { index, offset in
                        FetchPartition {
                            $0.index = Int32(index)
                            $0.fetchOffset = offset
                            $0.currentLeaderEpoch = epoch
                            $0.bytesMax = partitionBytesMax
                        }
                    }
                }
            ]
        }
    }

    @Test("whole batches come in order; an offset inside a batch brings the whole batch")
    func wholeBatches() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            for batch in 0..<3 { try test.append("t", values: (0..<4).map { "\(batch)-\($0)" }) }
            let client = try test.client()
            let place = TopicPartition("t", 0)
            let all = try #require(try client.fetch([place: 0])[place])
            #expect(try all.records.values() == (0..<12).map { "\($0 / 4)-\($0 % 4)" })
            #expect(all.highWatermark == 12 && all.lastStableOffset == 12 && all.logStartOffset == 0)
            let inside = try #require(try client.fetch([place: 6])[place])
            #expect(try inside.records.values() == (4..<12).map { "\($0 / 4)-\($0 % 4)" })
            let end = try #require(try client.fetch([place: 12], waitMilliseconds: 0)[place])
            #expect(end.records == .empty && end.errorCode == .none && end.highWatermark == 12)
        }
    }

    @Test("every version of Fetch brings the same records")
    func allVersions() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a", "b"], compression: .zstd)
            let connection = try test.connection()
            for version in APIKey.fetch.versions {
                let response = try connection.exchange(request([0]), version: version)
                let partition = try #require(response.topics.first?.partitions.first)
                #expect(try partition.records.values() == ["a", "b"])
                #expect(partition.lastStableOffset == 2 && partition.abortedTransactions == [])
            }
        }
    }

    @Test("exactly the partitions asked for come back, the first with data brings a batch above all limits")
    func limits() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            for partition in [1, 2] { try test.append("t", partition, values: [String(repeating: "x", count: 1_000)]) }
            let connection = try test.connection()
            var firsts: Set<Int32> = []
            for _ in 0..<6 {
                let response = try connection.send(request([0, 0, 0], bytesMax: 10, partitionBytesMax: 1))
                let partitions = try #require(response.topics.first?.partitions)
                #expect(partitions.map(\.index) == [0, 1, 2])
                #expect(partitions.allSatisfy { $0.errorCode.isSuccess })
                let filled = partitions.filter { $0.records != .empty }
                #expect(filled.count == 1)
                firsts.insert(filled.first?.index ?? -1)
            }
            #expect(firsts == [1, 2], "each partition gets its turn")
        }
    }

    @Test("bad offsets, names and epochs are answered one by one")
    func errors() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a"])
            let connection = try test.connection()
            func error(_ request: FetchRequest) throws -> ErrorCode? {
                try connection.send(request).topics.first?.partitions.last?.errorCode
            }
            #expect(try error(request([2])) == .offsetOutOfRange)
            #expect(try error(request([-1])) == .offsetOutOfRange)
            #expect(try error(request([0, 0])) == .unknownTopicOrPartition)
            #expect(try error(request([0], topic: "nosuch", wait: 60_000)) == .unknownTopicOrPartition)
            #expect(try error(request([0], epoch: 0)) == ErrorCode.none)
            #expect(try error(request([0], epoch: 7)) == .unknownLeaderEpoch)
        }
    }

    @Test("a waiting fetch is answered as soon as a record is durable")
    func longPollWakes() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 2)
            let connection = try test.connection()
            test.meanwhile {
                test.waitForWaitingFetches()
                try test.append("t", 1, values: ["news"])
            }
            let start = ContinuousClock.now
            let response = try connection.send(request([0, 0], wait: 30_000), extraMilliseconds: 30_000)
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(try response.topics.first?.partitions.last?.records.values() == ["news"])
            test.waitForWaitingFetches(0)
        }
    }

    @Test("a fetch that wants more bytes waits for them; without them it is answered when its time is up")
    func minimumBytes() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a"])
            let connection = try test.connection()
            let start = ContinuousClock.now
            let short = try connection.send(request([0], bytesMin: 100_000, wait: 300))
            #expect(ContinuousClock.now - start >= .milliseconds(290))
            #expect(try short.topics.first?.partitions.first?.records.values() == ["a"])
            test.meanwhile {
                test.waitForWaitingFetches()
                try test.append("t", values: [String(repeating: "b", count: 600)])
                try test.append("t", values: [String(repeating: "c", count: 600)])
            }
            let whole = try connection.send(request([0], bytesMin: 1_000, wait: 30_000), extraMilliseconds: 30_000)
            #expect(try whole.topics.first?.partitions.first?.records.values().count == 3)
        }
    }

    @Test("when too many response bytes are under way, a fetch still gets one batch")
    func responseBudget() async throws {
        var options = KafkaServer.Options(port: 0)
        options.responseBytesMax = 0
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            for value in ["a", "b"] { try test.append("t", values: [value]) }
            let place = TopicPartition("t", 0)
            let client = try test.client()
            #expect(try client.fetch([place: 0])[place]?.records.values() == ["a"])
            #expect(try client.fetch([place: 1])[place]?.records.values() == ["b"])
        }
    }
}
