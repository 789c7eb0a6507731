import CommitLog
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

/// Incremental fetches (KIP-227), as the wire has them.
@Suite struct FetchSessionTests {
    /// A request that names these partitions with their offsets.
    private func request(
        _ offsets: [(Int32, Int64)],
        session: Int32 = 0,
        epoch: Int32,
        forgotten: [Int32] = [],
        wait: Int32 = 0
    ) -> FetchRequest {
        FetchRequest {
            $0.waitMillisecondsMax = wait
            $0.bytesMin = 1
            $0.bytesMax = 1 << 20
            ($0.sessionID, $0.sessionEpoch) = (session, epoch)
            $0.topics = offsets.isEmpty ? [] : [topic(offsets)]
            if !forgotten.isEmpty {
                $0.forgottenTopics = [
                    ForgottenTopic {
                        $0.name = "t"
                        $0.partitions = forgotten
                    }
                ]
            }
        }
    }

    private func topic(_ offsets: [(Int32, Int64)]) -> FetchTopic {
        FetchTopic {
            $0.name = "t"
            $0.partitions = offsets.map { index, offset in
                FetchPartition {
                    $0.index = index
                    $0.fetchOffset = offset
                    $0.bytesMax = 1 << 20
                }
            }
        }
    }

    private func indices(_ response: FetchResponse) -> [Int32] {
        response.topics.flatMap { $0.partitions.map(\.index) }.sorted()
    }

    @Test func `the first answer names every partition, later ones only what is new`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            try test.append("t", 1, values: ["a"])
            let connection = try test.connection()
            let first = try connection.send(request([(0, 0), (1, 0), (2, 0)], epoch: 0))
            let id = first.sessionID
            #expect(id > 0 && indices(first) == [0, 1, 2])
            let second = try connection.send(request([(1, 1)], session: id, epoch: 1))
            #expect(second.sessionID == id && second.errorCode == .none && indices(second) == [])
            try test.append("t", 2, values: ["b"])
            let third = try connection.send(request([], session: id, epoch: 2, wait: 5_000))
            #expect(indices(third) == [2])
            #expect(try third.topics[0].partitions[0].records.values() == ["b"])
            // Not confirmed by a new offset: the same records come again.
            #expect(indices(try connection.send(request([], session: id, epoch: 3))) == [2])
            #expect(indices(try connection.send(request([(2, 1)], session: id, epoch: 4))) == [])
        }
    }

    @Test func `a waiting request of a session is woken by any of its partitions`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            let connection = try test.connection()
            let id = try connection.send(request([(0, 0), (1, 0), (2, 0)], epoch: 0)).sessionID
            test.meanwhile {
                test.waitForWaitingFetches()
                try test.append("t", 1, values: ["news"])
            }
            let start = ContinuousClock.now
            let response = try connection.send(
                request([], session: id, epoch: 1, wait: 30_000), extraMilliseconds: 30_000)
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(try response.topics.first?.partitions.first?.records.values() == ["news"])
        }
    }

    @Test func `partitions leave and join a session`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 3)
            for partition in 0..<3 { try test.append("t", partition, values: ["v\(partition)"]) }
            let connection = try test.connection()
            let id = try connection.send(request([(0, 0), (1, 0)], epoch: 0)).sessionID
            #expect(indices(try connection.send(request([], session: id, epoch: 1, forgotten: [0]))) == [1])
            #expect(indices(try connection.send(request([(2, 0)], session: id, epoch: 2))) == [1, 2])
            // Nothing is left of it: the session is over.
            let last = try connection.send(request([], session: id, epoch: 3, forgotten: [1, 2]))
            #expect(last.sessionID == 0 && indices(last) == [])
            let after = try connection.send(request([(0, 0)], session: id, epoch: 4))
            #expect(after.errorCode == .fetchSessionIDNotFound)
        }
    }

    @Test func `a wrong epoch and an unknown session are refused`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let id = try connection.send(request([(0, 0)], epoch: 0)).sessionID
            for epoch: Int32 in [2, 7, Int32.max, -2] {
                let response = try connection.send(request([], session: id, epoch: epoch))
                #expect(response.errorCode == .invalidFetchSessionEpoch, "epoch \(epoch)")
            }
            #expect(try connection.send(request([], session: id, epoch: 1)).errorCode == .none)
            let unknown = id == 1 ? Int32(2) : 1
            let strange =
                [try connection.send(request([], session: unknown, epoch: 1))]
                + [try connection.send(request([(0, 0)], session: 0, epoch: 3))]
            #expect(strange.map(\.errorCode) == [.fetchSessionIDNotFound, .fetchSessionIDNotFound])
        }
    }

    @Test func `a session ends with epoch −1 and when a new one is asked for in its place`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let first = try connection.send(request([(0, 0)], epoch: 0)).sessionID
            let second = try connection.send(request([(0, 0)], session: first, epoch: 0)).sessionID
            #expect(second > 0 && second != first)
            #expect(try connection.send(request([], session: first, epoch: 1)).errorCode == .fetchSessionIDNotFound)
            let closing = try connection.send(request([(0, 0)], session: second, epoch: -1))
            #expect(closing.sessionID == 0 && indices(closing) == [0])
            #expect(try connection.send(request([], session: second, epoch: 1)).errorCode == .fetchSessionIDNotFound)
        }
    }

    @Test func `an error is told again until it is gone`() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let id = try connection.send(request([(0, 0), (1, 0)], epoch: 0)).sessionID
            for epoch: Int32 in 1...2 {
                let response = try connection.send(request([], session: id, epoch: epoch, wait: 60_000))
                #expect(response.topics.first?.partitions.map(\.errorCode) == [.unknownTopicOrPartition])
            }
            _ = try test.log.createTopic(name: "u", partitions: 1)
            #expect(indices(try connection.send(request([], session: id, epoch: 3, forgotten: [1]))) == [])
        }
    }

    @Test func `beyond the limits a client gets no session, and its requests are answered whole`() async throws {
        var options = KafkaServer.Options(port: 0)
        options.fetchSessions.sessionsMax = 2
        options.fetchSessions.partitionsMax = 4
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 8)
            let connection = try test.connection()
            let many = try connection.send(request((0..<5).map { ($0, 0) }, epoch: 0))
            #expect(many.sessionID == 0 && indices(many).count == 5)
            let ids = try (0..<3).map { _ in try connection.send(request([(0, 0)], epoch: 0)).sessionID }
            #expect(ids[0] > 0 && ids[1] > 0 && ids[2] == 0)
            // A session that grows over the limit ends.
            let grown = try connection.send(request((1..<5).map { ($0, 0) }, session: ids[0], epoch: 1))
            #expect(grown.errorCode == .fetchSessionIDNotFound)
            #expect(try connection.send(request([(0, 0)], epoch: 0)).sessionID > 0, "there is room again")
        }
    }

    @Test func `a session that was not used for long gives way`() async throws {
        var options = KafkaServer.Options(port: 0)
        options.fetchSessions.sessionsMax = 1
        options.fetchSessions.idleSecondsMin = 0
        try await TestServer.run(options: options) { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let connection = try test.connection()
            let ids = try (0..<2).map { _ in try connection.send(request([(0, 0)], epoch: 0)).sessionID }
            #expect(ids[1] > 0)
            #expect(try connection.send(request([], session: ids[0], epoch: 1)).errorCode == .fetchSessionIDNotFound)
            #expect(try connection.send(request([], session: ids[1], epoch: 1)).errorCode == .none)
        }
    }
}
