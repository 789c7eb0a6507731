import KafkaProtocol
import Testing

@Suite("Served APIs")
struct ServedTests {
    @Test("an API that the server does not answer is as unknown to it as any other number")
    func unservedIsUnknown() throws {
        let message = try KafkaWriter.request(
            SASLHandshakeRequest { $0.mechanism = "PLAIN" },
            version: 1,
            correlationID: 3,
            clientID: nil
        )
        let frame = Array(message.bytes.dropFirst(4))
        try frame.withUnsafeBytes { view in
            #expect(throws: KafkaProtocolError.unknownAPI(key: 17)) { _ = try RequestHeader.read(view).api }
            #expect(try RequestHeader(fixedPartOf: view).supportedAPI == nil)
            var (_, api, body) = try RequestHeader.read(view) { $0 == .saslHandshake }
            let request: SASLHandshakeRequest = try body.body()
            #expect(api == .saslHandshake && request.mechanism == "PLAIN")
        }
    }

    @Test("what is served is known by its header")
    func servedIsSupported() {
        for api in APIKey.allCases {
            for version in [api.versions.lowerBound, api.versions.upperBound] {
                let header = RequestHeader(
                    apiKey: api.rawValue, apiVersion: version, correlationID: 1, clientID: nil)
                #expect(header.supportedAPI == (APIKey.served.contains(api) ? api : nil))
            }
            let future = RequestHeader(
                apiKey: api.rawValue, apiVersion: api.versions.upperBound + 1, correlationID: 1, clientID: nil)
            #expect(future.supportedAPI == nil)
        }
    }

    @Test("what clients cannot do without is served")
    func neededIsServed() {
        // Without Produce librdkafka sends Fetch version 0.
        for api in [APIKey.produce, .fetch, .listOffsets, .metadata, .apiVersions] { #expect(api.isServed) }
    }
}
