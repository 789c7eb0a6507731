import Bytes
import KafkaProtocol
import Testing

@Suite("Messages as Kafka defines them")
struct DefinitionTests {
    struct Rewriting: MessageVisitor {
        let message: DefinedMessage
        let isRequest: Bool

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            let again =
                isRequest
                ? try rewritten(Request.self, message.bytes, api: message.api, version: message.version)
                : try rewritten(Request.Response.self, message.bytes, api: message.api, version: message.version)
            #expect(Hex.text(again) == Hex.text(message.bytes))
        }
    }

    struct Reading: MessageVisitor {
        let message: DefinedMessage
        let bytes: ArraySlice<UInt8>
        let isRequest: Bool

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            if isRequest { try read(Request.self) } else { try read(Request.Response.self) }
        }

        private func read<Body: KafkaStructure>(_: Body.Type) throws {
            try Array(bytes).withUnsafeBytes { view in
                var reader = KafkaReader(
                    view,
                    version: message.version,
                    isFlexible: message.api.isFlexible(message.version)
                )
                let _: Body = try reader.body()
            }
        }
    }

    @Test("a request reads, and writes the same bytes", arguments: definedRequests)
    func requestRoundTrip(_ message: DefinedMessage) throws {
        try message.api.visit(Rewriting(message: message, isRequest: true))
    }

    @Test("a response reads, and writes the same bytes", arguments: definedResponses)
    func responseRoundTrip(_ message: DefinedMessage) throws {
        try message.api.visit(Rewriting(message: message, isRequest: false))
    }

    @Test("there is an example of every version of every API")
    func everyVersionHasExamples() {
        for api in APIKey.allCases {
            for version in api.versions {
                #expect(definedRequests.contains { $0.api == api && $0.version == version })
                #expect(definedResponses.contains { $0.api == api && $0.version == version })
            }
        }
    }

    @Test("a message cut short at any byte throws")
    func truncatedMessagesThrow() throws {
        for (messages, isRequest) in [(definedRequests, true), (definedResponses, false)] {
            for message in messages {
                for length in 0..<message.bytes.count {
                    let reading = Reading(message: message, bytes: message.bytes[..<length], isRequest: isRequest)
                    #expect(throws: KafkaProtocolError.self) { try message.api.visit(reading) }
                }
            }
        }
    }

    @Test("a message with bytes after its end throws", arguments: definedRequests)
    func trailingBytesThrow(_ message: DefinedMessage) throws {
        let reading = Reading(message: message, bytes: message.bytes + [1], isRequest: true)
        #expect(throws: KafkaProtocolError.trailingBytes(1)) { try message.api.visit(reading) }
    }

    @Test("zero bytes after the end pass, as librdkafka sends them", arguments: definedRequests)
    func trailingZerosPass(_ message: DefinedMessage) throws {
        let reading = Reading(message: message, bytes: message.bytes + [0, 0, 0], isRequest: true)
        try message.api.visit(reading)
    }

    @Test("mutated messages are read or thrown at, never more")
    func mutatedMessagesAreSafe() throws {
        var random = SplitMix(state: 20_260_101)
        var thrown = 0
        for message in definedRequests + definedResponses {
            let isRequest = definedRequests.contains { $0.api == message.api && $0.bytes == message.bytes }
            for _ in 0..<40 where !message.bytes.isEmpty {
                var bytes = message.bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                do {
                    try message.api.visit(Reading(message: message, bytes: bytes[...], isRequest: isRequest))
                } catch is KafkaProtocolError {
                    thrown += 1
                }
            }
        }
        #expect(thrown > 1_000)
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
