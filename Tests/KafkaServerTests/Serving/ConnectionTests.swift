import CommitLog
import Foundation
import KafkaProtocol
import Testing

@testable import KafkaClient
@testable import KafkaServer

@Suite("Connections")
struct ConnectionTests {
    @Test("requests sent at once are answered one after the other, in order")
    func pipelining() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let socket = try RawConnection(port: test.port)
            for id in 0..<200 as Range<Int32> {
                try socket.send(HeartbeatRequest(), version: 0, correlationID: id)
            }
            for id in 0..<200 {
                let frame = try socket.receiveFrame()
                #expect(frame.prefix(4) == [0, 0, UInt8(id >> 8), UInt8(id & 0xFF)])
            }
        }
    }

    @Test("a request that comes byte by byte is understood")
    func byteByByte() async throws {
        try await TestServer.run { test in
            let socket = try RawConnection(port: test.port)
            let message = try KafkaWriter.request(MetadataRequest(), version: 9, correlationID: 5, clientID: "slow")
            let bytes = Array(message.bytes)
            for byte in bytes { try socket.send([byte]) }
            #expect(try socket.receiveFrame().prefix(4) == [0, 0, 0, 5])
        }
    }

    @Test(
        "sizes that cannot be right end the connection at once",
        arguments: ["ffffffff", "00000007", "7fffffff", "01000001"]
    )
    func absurdSizes(_ hex: String) async throws {
        try await TestServer.run { test in
            let socket = try RawConnection(port: test.port)
            try socket.send(Hex.bytes(hex))
            #expect(socket.isClosedByServer())
            #expect(test.server.statistics.requestsRefused == 1)
        }
    }

    @Test("unknown APIs and versions end the connection")
    func unknownAPIs() async throws {
        try await TestServer.run { test in
            for hex in ["0000000a 03e7 0000 00000001 ffff", "0000000a 0003 0063 00000001 ffff"] {
                let socket = try RawConnection(port: test.port)
                try socket.send(Hex.bytes(hex))
                #expect(socket.isClosedByServer())
            }
        }
    }

    @Test("random and mutilated requests never take the server down")
    func hostileBytes() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            try test.append("t", values: ["a"])
            var random = SplitMix(state: 42)
            for round in 0..<300 {
                var body = (0..<Int.random(in: 8...200, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                // Most rounds name an API and version that exist, so that the decoders behind them are reached.
                if round % 10 != 0, let api = APIKey.allCases.randomElement(using: &random) {
                    let version = Int16.random(in: api.versions, using: &random)
                    body.replaceSubrange(0..<4, with: [0, UInt8(api.rawValue), 0, UInt8(version)])
                    if body.count >= 12 { body.replaceSubrange(8..<10, with: [0xFF, 0xFF]) }
                }
                let socket = try RawConnection(port: test.port)
                try socket.send([0, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body)
            }
            let place = TopicPartition("t", 0)
            #expect(try test.client().fetch([place: 0])[place]?.records.values() == ["a"])
        }
    }

    @Test("connections beyond the limit are closed, and taken again when others have gone")
    func connectionLimit() async throws {
        var options = KafkaServer.Options(port: 0)
        options.connectionsMax = 2
        try await TestServer.run(options: options) { test in
            var open: [BrokerConnection] = [try test.connection(), try test.connection()]
            #expect(throws: KafkaClientError.self) { _ = try test.connection() }
            #expect(test.server.statistics.connectionsRefused == 1)
            open.removeLast()
            while test.server.statistics.connections > 1 { usleep(1_000) }
            usleep(50_000)
            _ = try test.connection()
            #expect(try open[0].send(MetadataRequest()).brokers.count == 1)
        }
    }

    @Test("a port in use is named, with what to do")
    func portInUse() async throws {
        let directory = TestServer.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory, preallocateBytesMax: 0))
        try await TestServer.run { test in
            let second = KafkaServer(log: log, options: KafkaServer.Options(port: test.port))
            let error = #expect(throws: KafkaServerError.self) {
                try test.await { try await second.start() }
            }
            #expect(error?.what.contains("127.0.0.1:\(test.port)") == true)
            #expect(error?.remedy.contains("another port") == true)
        }
    }

    @Test("stopping answers who waits, and ends the connections")
    func stopping() async throws {
        try await TestServer.run { test in
            _ = try test.log.createTopic(name: "t", partitions: 1)
            let socket = try RawConnection(port: test.port)
            let request = FetchRequest {
                $0.waitMillisecondsMax = 60_000
                $0.bytesMin = 1
                $0.topics = [
                    FetchTopic {
                        $0.name = "t"
                        $0.partitions = [FetchPartition { $0.bytesMax = 1_000 }]
                    }
                ]
            }
            try socket.send(request, version: 11, correlationID: 3)
            test.waitForWaitingFetches()
            let start = ContinuousClock.now
            // Far below the grace, and far above what a loaded machine takes.
            test.stop(graceMilliseconds: 60_000)
            #expect(ContinuousClock.now - start < .seconds(30))
            #expect(try socket.receiveFrame().prefix(4) == [0, 0, 0, 3])
            #expect(socket.isClosedByServer())
            #expect(throws: KafkaClientError.self) { _ = try test.connection() }
        }
    }

    @Test("statistics count connections, requests and bytes")
    func statistics() async throws {
        try await TestServer.run { test in
            let connection = try test.connection()
            _ = try connection.send(MetadataRequest())
            let statistics = test.server.statistics
            #expect(statistics.connections == 1 && statistics.connectionsTotal == 1)
            #expect(statistics.requests == 2 && statistics.bytesIn > 20 && statistics.bytesOut > 100)
        }
    }
}

/// A small random number generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
