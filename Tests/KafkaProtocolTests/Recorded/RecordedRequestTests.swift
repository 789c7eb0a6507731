import KafkaProtocol
import Testing

/// Requests that librdkafka 2.0 and 2.16 (kcat, confluent-kafka) and kafka-python 3.0 really sent.
@Suite("Requests of real clients")
struct RecordedRequestTests {
    struct Reading: MessageVisitor {
        let header: RequestHeader
        let api: APIKey
        let body: [UInt8]

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            #expect(Hex.text(try rewritten(Request.self, body, api: api, version: header.apiVersion)) == Hex.text(body))
        }
    }

    @Test("every recorded request reads, and writes the same bytes", arguments: recordedRequests)
    func recordedRequestRoundTrip(_ request: RecordedRequest) throws {
        let reading = try request.bytes.withUnsafeBytes { view in
            let (header, api, body) = try RequestHeader.read(view)
            return Reading(header: header, api: api, body: Array(view.suffix(body.remaining)))
        }
        try reading.api.visit(reading)
    }

    private func recorded<Request: KafkaRequest>(
        _: Request.Type,
        from client: String,
        version: Int16
    ) throws -> (RequestHeader, Request) {
        let found = try #require(
            recordedRequests.first {
                $0.client == client && $0.bytes[1] == UInt8(Request.api.rawValue) && $0.bytes[3] == UInt8(version)
            }
        )
        return try found.bytes.withUnsafeBytes { view in
            var (header, _, body) = try RequestHeader.read(view)
            return (header, try body.body())
        }
    }

    @Test("kcat's Fetch v11 says what it wants")
    func librdkafkaFetch() throws {
        let (header, request) = try recorded(FetchRequest.self, from: "librdkafka", version: 11)
        #expect(header.clientID == "rdkafka" && header.correlationID == 5)
        #expect(request.replicaID == -1 && request.waitMillisecondsMax == 500 && request.bytesMin == 1)
        #expect(request.bytesMax == 0x0320_0000 && request.isolationLevel == 1)
        #expect(request.sessionID == 0 && request.sessionEpoch == -1)
        let partition = try #require(request.topics.first?.partitions.first)
        #expect(request.topics.first?.name == "empty")
        #expect(partition.index == 0 && partition.fetchOffset == 0 && partition.currentLeaderEpoch == -1)
        #expect(partition.logStartOffset == -1 && partition.bytesMax == 0x0010_0000)
    }

    @Test("confluent-kafka's JoinGroup v5 offers range and roundrobin")
    func librdkafkaJoinGroup() throws {
        let (_, request) = try recorded(JoinGroupRequest.self, from: "librdkafka", version: 5)
        #expect(request.sessionTimeoutMilliseconds == 6_000 && request.rebalanceTimeoutMilliseconds == 300_000)
        #expect(request.protocolType == "consumer" && request.protocols.map(\.name) == ["range", "roundrobin"])
        #expect(request.groupInstanceID == nil)
    }

    @Test("kafka-python's OffsetCommit v8 carries offsets and generation")
    func kafkaPythonOffsetCommit() throws {
        let (_, request) = try recorded(OffsetCommitRequest.self, from: "kafka-python 3.0", version: 8)
        #expect(request.generationID > 0 && !request.memberID.isEmpty)
        #expect(request.topics.map(\.name) == ["trade.notify.orders"])
        let offsets = request.topics.flatMap { $0.partitions.map(\.committedOffset) }
        #expect(offsets.count == 4 && offsets.contains { $0 > 0 })
    }
}
