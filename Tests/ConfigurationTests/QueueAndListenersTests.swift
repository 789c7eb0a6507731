import LeatConfiguration
import Testing

@Suite struct QueueAndListenersTests {
    @Test func everyKeyOfTheQueueIsRead() throws {
        let queue = try load(
            configuration(
                rest: """
                    queue:
                      engine: embedded
                      directory: /srv/leat
                      durability: interval:100ms
                      segment_bytes: 64MiB
                      record_bytes_max: 1MB
                      compression: zstd
                      queue_bytes_max: 1GiB
                    """
            )
        ).queue
        #expect(queue.directory == "/srv/leat")
        #expect(queue.durability == .interval(.milliseconds(100)))
        #expect(queue.segmentBytes == 64 << 20)
        #expect(queue.recordBytesMax == 1_000_000)
        #expect(queue.compression == .zstd)
        #expect(queue.queueBytesMax == 1 << 30)
    }

    @Test(arguments: ["interval", "interval:", "interval:0ms", "interval:2d", "FSYNC", "none"])
    func durabilityIsOneOfThree(text: String) throws {
        #expect(try issues(configuration(rest: "queue: { durability: \"\(text)\" }")).count == 1)
    }

    @Test(arguments: ["1.5MiB", "MiB", "-1", "12 parsecs", "99999999999999999999", "9999999999TiB"])
    func otherSizesAreRefused(text: String) throws {
        #expect(try issues(configuration(rest: "queue: { segment_bytes: \"\(text)\" }")).count == 1)
    }

    @Test func everyKeyOfTheServerIsRead() throws {
        let kafka = try load(
            configuration(
                rest: """
                    kafka:
                      connections_max: 10
                      request_bytes_max: 1MiB
                      fetch_bytes_max: 2MiB
                      response_bytes_max: 3MiB
                      response_buffers_max: 4MiB
                      time_search_bytes_max: 5MiB
                      fetch_sessions_max: 8
                      fetch_session_partitions_max: 9
                      idle_timeout: 1m
                      groups_max: 5
                      group_members_max: 6
                      producers_max: 7
                      listeners:
                        - { listen: "0.0.0.0:9093", advertise: queue.example.org:9094, insecure: true }
                    """
            )
        ).kafka
        #expect(kafka.connectionsMax == 10)
        #expect(kafka.requestBytesMax == 1 << 20)
        #expect(kafka.fetchBytesMax == 2 << 20)
        #expect(kafka.responseBytesMax == 3 << 20)
        #expect(kafka.responseBuffersMax == 4 << 20)
        #expect(kafka.timeSearchBytesMax == 5 << 20)
        #expect(kafka.fetchSessionsMax == 8)
        #expect(kafka.fetchSessionPartitionsMax == 9)
        #expect(kafka.idleTimeout == .seconds(60))
        #expect(kafka.groupsMax == 5)
        #expect(kafka.groupMembersMax == 6)
        #expect(kafka.producersMax == 7)
        #expect(kafka.listeners.map(\.listen.description) == ["0.0.0.0:9093"])
        #expect(kafka.listeners.map(\.advertise?.description) == ["queue.example.org:9094"])
    }

    @Test func portsMayBeFreeOnes() throws {
        let kafka = try load(configuration(rest: "kafka: { listeners: [{ listen: \"[::1]:0\" }] }")).kafka
        #expect(kafka.listeners.map(\.listen) == [ListenAddress(host: "::1", port: 0)])
        #expect(kafka.listeners.map(\.advertise) == [nil])
    }

    @Test(arguments: [
        "http: { listen: 0.0.0.0:8080 }", "http: { listen: db.example.org:8080 }", "http: { listen: 128.0.0.1:8080 }",
        "http: { listen: 127.0.0.1.example.org:8080 }", "kafka: { listeners: [{ listen: 192.168.0.1:9092 }] }",
    ])
    func listeningOffLoopbackNeedsConsent(rest: String) throws {
        let found = try issues(configuration(rest: rest))
        #expect(found.count == 1)
        #expect(found.first?.remedy.contains("insecure: true") == true)
        #expect(try issues(configuration(rest: "\(rest)\ninsecure: true")).isEmpty)
    }

    @Test func wildcardListenerNeedsAnAddressForClients() throws {
        let found = try issues(configuration(rest: "kafka: { listeners: [{ listen: 0.0.0.0:9092, insecure: true }] }"))
        #expect(found.map(\.what) == ["`kafka.listeners[0]` listens at 0.0.0.0:9092 and has no `advertise`"])
    }

    @Test(arguments: ["9092", "127.0.0.1", "127.0.0.1:", ":9092", "127.0.0.1:99999", "::1:9092", "a b:1"])
    func listenerIsHostAndPort(text: String) throws {
        #expect(try issues(configuration(rest: "http: { listen: \"\(text)\" }")).count == 1)
    }
}
