import NIOCore
import Testing

@testable import KafkaServer

/// A client that stops asking for a second when 100,000 records wait for its application, in a clock of our own.
private struct PausingClient {
    let pace: DeliveryPace?
    /// Records a second that the application reads.
    let speed: Double
    var seconds = 1_000.0
    var queued = 0.0
    var read = 0.0
    var pauses = 0

    private var now: NIODeadline { .uptimeNanoseconds(UInt64(seconds * 1e9)) }

    private mutating func pass(_ duration: Double) {
        let taken = min(queued, duration * speed)
        (queued, read, seconds) = (queued - taken, read + taken, seconds + duration)
    }

    /// Reads up for so long, in answers of 5,000 records that take the server 2 ms each.
    mutating func readUp(seconds duration: Double) -> Double {
        let (begin, before) = (seconds, read)
        while seconds < begin + duration {
            if queued >= 100_000 {
                pauses += 1
                pass(1)
            }
            if let pace { pass(Double(pace.wait(from: now).nanoseconds) / 1e9) }
            pass(0.002)
            pace?.sent(records: 5_000, at: now)
            queued += 5_000
        }
        return (read - before) / (seconds - begin)
    }
}

@Suite struct DeliveryPaceTests {
    private func pace(_ software: String) throws -> DeliveryPace { try #require(DeliveryPace(software: software)) }

    @Test func `a fast application gets two thirds of what it can read, and not a fifth of it`() throws {
        var without = PausingClient(pace: nil, speed: 800_000)
        #expect(without.readUp(seconds: 20) < 200_000)
        for software in ["confluent-kafka-python", "librdkafka"] {
            var client = PausingClient(pace: try pace(software), speed: 800_000)
            #expect(client.readUp(seconds: 20) > 540_000, "\(software), \(client.pauses) pauses")
        }
    }

    @Test func `the first million records come to an application in Python without a pause`() throws {
        var client = PausingClient(pace: try pace("confluent-kafka-python"), speed: 800_000)
        _ = client.readUp(seconds: 1.2)
        #expect(client.pauses == 0)
    }

    @Test func `an application that is faster than the server is not held back`() throws {
        var client = PausingClient(pace: try pace("librdkafka"), speed: 3_000_000)
        #expect(client.readUp(seconds: 2) > 2_400_000)
        #expect(client.pauses == 0)
    }

    @Test func `a slow application never waits for records`() throws {
        for speed in [1_000.0, 50_000, 100_000] {
            var client = PausingClient(pace: try pace("librdkafka"), speed: speed)
            #expect(client.readUp(seconds: 60) > 0.98 * speed)
        }
    }

    @Test func `an application that becomes faster is followed`() throws {
        var client = PausingClient(pace: try pace("librdkafka"), speed: 200_000)
        _ = client.readUp(seconds: 20)
        client = PausingClient(pace: client.pace, speed: 1_000_000, seconds: client.seconds)
        _ = client.readUp(seconds: 30)
        #expect(client.readUp(seconds: 20) > 600_000)
    }

    @Test func `who has read everything starts anew`() throws {
        let pace = try pace("librdkafka")
        var client = PausingClient(pace: pace, speed: 800_000)
        _ = client.readUp(seconds: 5)
        let now = NIODeadline.uptimeNanoseconds(UInt64(client.seconds * 1e9))
        pace.sent(records: 0, at: now)
        #expect(pace.wait(from: now + .seconds(3)) == .zero)
        pace.sent(records: 1_000_000, at: now + .seconds(3))
        #expect(pace.wait(from: now + .seconds(3)) == .zero)
    }

    @Test(arguments: ["", "apache-kafka-java", "sarama", "kgo", "kafka-python"])
    func `other clients are never held back`(software: String) { #expect(DeliveryPace(software: software) == nil) }
}
