import CommitLog
import Glibc
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite struct ZeroCopyTests {
    /// Large and small batches in turns, in two partitions.
    private func values(_ partition: Int) -> [String] {
        (0..<9).map { number in
            String(repeating: "\(partition)\(number)", count: number % 3 == 0 ? 20_000 : 30 + number)
        }
    }

    private func request(_ partitions: Int32, offset: Int64 = 0) -> FetchRequest {
        FetchRequest {
            $0.bytesMin = 1
            $0.bytesMax = 1 << 20
            $0.topics = [
                FetchTopic {
                    $0.name = "t"
                    $0.partitions = (0..<partitions).map { index in
                        FetchPartition {
                            $0.index = index
                            $0.fetchOffset = offset
                            $0.bytesMax = 1 << 20
                        }
                    }
                }
            ]
        }
    }

    @Test(arguments: [1 << 30, 10_000, 1])
    func `answers are the same whether batches are read or sent from their files`(bytesMin: Int) async throws {
        var options = KafkaServer.Options(port: 0)
        options.zeroCopyBytesMin = bytesMin
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            for partition in 0..<2 {
                for value in values(partition) { try test.append("t", partition, values: [value]) }
            }
            let connection = try test.connection()
            for version in APIKey.fetch.versions {
                let response = try connection.exchange(request(3), version: version)
                let partitions = try #require(response.topics.first?.partitions)
                #expect(partitions.map(\.index) == [0, 1, 2])
                for partition in 0..<2 { #expect(try partitions[partition].records.values() == values(partition)) }
                #expect(partitions[2].records == .empty)
            }
            let bytesOut = test.server.statistics.bytesOut
            let inside = try #require(try connection.send(request(1, offset: 4)).topics.first?.partitions.first)
            #expect(try inside.records.values() == Array(values(0)[4...]))
            // Counted once they have left, which the client may know first.
            for _ in 0..<1_000 where test.server.statistics.bytesOut < bytesOut + 20_000 {
                usleep(1_000)
            }
            #expect(test.server.statistics.bytesOut > bytesOut + 20_000, "bytes sent from files are counted, too")
        }
    }

    @Test(arguments: [1 << 30, 1])
    func `a batch whose offset changed on the disk is not sent`(bytesMin: Int) async throws {
        var options = KafkaServer.Options(port: 0)
        options.zeroCopyBytesMin = bytesMin
        try await TestServer.run(options: options) { test in
            let topic = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a"])
            var batches: [BatchSlice] = []
            try test.log.read(partition: topic.partitions[0], from: 0, maxBytes: 1, into: &batches)
            let batch = try #require(batches.first)
            let file = try Glibc.open(test.segmentPath(), O_WRONLY)
            #expect(pwrite(file, [7 as UInt8], 1, off_t(batch.fileOffset + 7)) == 1)
            close(file)
            let answer = try test.connection().send(request(1)).topics.first?.partitions.first
            #expect(answer?.errorCode == .storageError)
            #expect(answer?.records == .empty)
        }
    }

    @Test func `a connection that breaks off lets go of the files`() async throws {
        var options = KafkaServer.Options(port: 0)
        options.zeroCopyBytesMin = 1
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            for _ in 0..<8 { try test.append("t", values: [String(repeating: "x", count: 900_000)]) }
            var whole = request(1)
            (whole.bytesMax, whole.topics[0].partitions[0].bytesMax) = (8 << 20, 8 << 20)
            for _ in 0..<20 {
                let connection = try RawConnection(port: test.port)
                try connection.send(whole, version: 4, correlationID: 1)
                // Closed with most of the answer unread.
                _ = try connection.receive(100)
            }
            let response = try test.connection().send(whole)
            #expect(try response.topics.first?.partitions.first?.records.values().count == 8)
        }
    }
}
