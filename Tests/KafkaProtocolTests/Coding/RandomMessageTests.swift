import KafkaProtocol
import Testing

@Suite("Random messages")
struct RandomMessageTests {
    struct RoundTrip: MessageVisitor {
        let version: Int16
        let seed: UInt64

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            var filler = MessageFiller(version: version, seed: seed)
            let clientID = seed % 5 == 0 ? nil : "client \(seed)"
            let request = try Request { (request: inout Request) throws(KafkaProtocolError) in
                try request.code(&filler)
            }
            let message = try KafkaWriter.request(request, version: version, correlationID: 1, clientID: clientID)
            try Array(message.bytes.dropFirst(4)).withUnsafeBytes { frame in
                var (header, api, body) = try RequestHeader.read(frame) { _ in true }
                #expect(header.clientID == clientID && header.apiVersion == version && api == Request.api)
                let read: Request = try body.body()
                let isSame = read == request
                #expect(isSame, "seed \(seed), version \(version)")
            }

            let response = try Request.Response { (response: inout Request.Response) throws(KafkaProtocolError) in
                try response.code(&filler)
            }
            let answer = try KafkaWriter.response(response, api: Request.api, version: version, correlationID: 2)
            try Array(answer.bytes.dropFirst(4)).withUnsafeBytes { frame in
                var (correlationID, body) = try KafkaReader.response(frame, api: Request.api, version: version)
                #expect(correlationID == 2)
                let read: Request.Response = try body.body()
                let isSame = read == response
                #expect(isSame, "seed \(seed), version \(version)")
            }
        }
    }

    @Test("what is written in any version is read as it was", arguments: APIKey.allCases)
    func roundTrip(_ api: APIKey) throws {
        for version in api.versions {
            for seed: UInt64 in 0..<20 { try api.visit(RoundTrip(version: version, seed: seed)) }
        }
    }
}
