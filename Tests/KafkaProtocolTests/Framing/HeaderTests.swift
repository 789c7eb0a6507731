import KafkaProtocol
import Testing

@Suite("Headers")
struct HeaderTests {
    @Test("a flexible request keeps the two-byte client id and ends its header with tagged fields")
    func flexibleRequestHeader() throws {
        let message = try KafkaWriter.request(
            MetadataRequest(),
            version: 9,
            correlationID: 0x0102_0304,
            clientID: "ab"
        )
        #expect(Hex.text(message.bytes) == "00000012" + "0003" + "0009" + "01020304" + "00026162" + "00" + "0001000000")
    }

    @Test("a classic request has no tagged fields")
    func classicRequestHeader() throws {
        let message = try KafkaWriter.request(HeartbeatRequest(), version: 0, correlationID: 1, clientID: nil)
        #expect(
            Hex.text(message.bytes) == "00000012" + "000c" + "0000" + "00000001" + "ffff" + "0000" + "00000000" + "0000"
        )
    }

    @Test("what is written as a request is read as one")
    func requestRoundTrip() throws {
        let request = HeartbeatRequest {
            $0.groupID = "g"
            $0.generationID = 4
            $0.memberID = "m"
        }
        for version in APIKey.heartbeat.versions {
            let message = try KafkaWriter.request(request, version: version, correlationID: 9, clientID: "c")
            let frame = Array(message.bytes.dropFirst(4))
            try frame.withUnsafeBytes { view in
                var (header, api, body) = try RequestHeader.read(view)
                #expect(header == RequestHeader(apiKey: 12, apiVersion: version, correlationID: 9, clientID: "c"))
                #expect(api == .heartbeat)
                #expect(try body.body(HeartbeatRequest.self) == request)
            }
        }
    }

    @Test("the answer to ApiVersions has the oldest header in every version")
    func apiVersionsHeaderHasNoTags() throws {
        let message = try KafkaWriter.response(
            APIVersionsResponse(),
            api: .apiVersions,
            version: 3,
            correlationID: 5
        )
        // length, correlation id, error, compact count 0, throttle, tags of the body
        #expect(Hex.text(message.bytes) == "0000000c" + "00000005" + "0000" + "01" + "00000000" + "00")
    }

    @Test("unknown APIs and versions are named")
    func unknownAPIThrows() {
        let unknown = Hex.bytes("03e7 0000 00000001 ffff")
        let future = Hex.bytes("0003 0063 00000001 ffff")
        #expect(throws: KafkaProtocolError.unknownAPI(key: 999)) {
            _ = try unknown.withUnsafeBytes { try RequestHeader.read($0).api }
        }
        #expect(throws: KafkaProtocolError.unsupportedVersion(.metadata, version: 99)) {
            _ = try future.withUnsafeBytes { try RequestHeader.read($0).api }
        }
    }

    @Test("record sets that lie elsewhere leave gaps of their length")
    func recordSetsLeaveGaps() throws {
        func message(_ records: RecordSet) throws -> KafkaWriter {
            let response = FetchResponse {
                $0.topics = [
                    FetchedTopic {
                        $0.name = "t"
                        $0.partitions = [FetchedPartition { $0.records = records }, FetchedPartition()]
                    }
                ]
            }
            return try KafkaWriter.response(response, api: .fetch, version: 12, correlationID: 1)
        }
        let records: [UInt8] = [1, 2, 3, 4, 5]
        let whole = try message(.bytes(records))
        let split = try message(.elsewhere(byteCount: 5))
        let gap = try #require(split.gaps.first)
        #expect(split.gaps.count == 1 && gap.byteCount == 5)
        #expect(split.byteCount == whole.byteCount && whole.gaps.isEmpty)
        var filled = Array(split.bytes)
        filled.insert(contentsOf: records, at: gap.offset)
        #expect(filled == Array(whole.bytes))
    }
}
