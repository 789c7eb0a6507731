import Bytes
import Testing

@testable import KafkaProtocol

/// librdkafka 2.16 asks for all topics with a null of four bytes: `00 00 00 00`, then whether topics may be created.
struct AllTopicsTests {
    @Test("what a producer's and a consumer's request for all topics has behind its end is let pass")
    func requestsOfLibrdkafkaAreRead() throws {
        for allowsCreation: UInt8 in [1, 0] {
            let bytes: [UInt8] = [0, 0, 0, 0, allowsCreation, 0, 0]
            let request = try bytes.withUnsafeBytes { bytes in
                var reader = KafkaReader(bytes, version: 12, isFlexible: true)
                return try reader.body(MetadataRequest.self)
            }
            #expect(request.topics == nil && !request.allowAutoTopicCreation)
        }
    }

    @Test("other bytes behind the end throw", arguments: [[1], [1, 0], [1, 0, 0, 0]])
    func otherBytesThrow(_ rest: [UInt8]) {
        let bytes: [UInt8] = [0, 0, 0, 0] + rest
        bytes.withUnsafeBytes { bytes in
            var reader = KafkaReader(bytes, version: 12, isFlexible: true)
            #expect(throws: KafkaProtocolError.trailingBytes(rest.count)) { try reader.body(MetadataRequest.self) }
        }
    }
}
