import Testing

@testable import KafkaProtocol

@Suite("Memory of a message")
struct MemoryLimitTests {
    struct Dense: MessageVisitor {
        let version: Int16
        let counts: [Int]

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            var filler = MessageFiller(version: version, shape: .dense(counts: counts))
            var request = Request()
            try request.code(&filler)
            let message = try KafkaWriter.request(request, version: version, correlationID: 1, clientID: nil)
            try Array(message.bytes.dropFirst(4)).withUnsafeBytes { frame in
                var (_, _, body) = try RequestHeader.read(frame) { _ in true }
                let byteCount = body.remaining
                let read: Request = try body.body()
                let isSame = read == request
                #expect(isSame)
                #expect(body.memoryBytesMax - body.memoryLeft <= 20 * byteCount)
            }

            var response = Request.Response()
            try response.code(&filler)
            let answer = try KafkaWriter.response(response, api: Request.api, version: version, correlationID: 2)
            try Array(answer.bytes.dropFirst(4)).withUnsafeBytes { frame in
                var (_, body) = try KafkaReader.response(frame, api: Request.api, version: version)
                let byteCount = body.remaining
                let read: Request.Response = try body.body()
                let isSame = read == response
                #expect(isSame)
                #expect(body.memoryBytesMax - body.memoryLeft <= 32 * byteCount)
            }
        }
    }

    @Test("the densest legal messages take less than they may", arguments: APIKey.allCases)
    func denseMessagesAreRead(_ api: APIKey) throws {
        let shapes = [[300], [300, 1], [300, 2], [100, 1, 1], [50, 2, 2], [3, 100], [3, 3, 100]]
        for version in api.versions {
            for counts in shapes { try api.visit(Dense(version: version, counts: counts)) }
        }
    }

    private func thrown<Request: KafkaRequest>(
        _: Request.Type,
        version: Int16,
        _ bytes: [UInt8]
    ) -> KafkaProtocolError? {
        bytes.withUnsafeBytes { view in
            var reader = KafkaReader(view, version: version, isFlexible: Request.api.isFlexible(version))
            do throws(KafkaProtocolError) {
                let _: Request = try reader.body()
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("a count that the bytes could just hold, of elements that take more, throws before it is allocated for")
    func lyingCountThrows() {
        let padding = [UInt8](repeating: 0, count: 900_000)
        let count: [UInt8] = [0, 0x0D, 0xBB, 0xA0]
        let limit = (4 + padding.count) * 20 + 65_536
        #expect(
            thrown(AlterConfigsRequest.self, version: 0, count + padding) == .tooMuchMemory(limit: limit, offset: 4))
        #expect(
            thrown(DescribeConfigsRequest.self, version: 1, count + padding) == .tooMuchMemory(limit: limit, offset: 4))
        #expect(
            thrown(CreateTopicsRequest.self, version: 4, count + padding) == .tooMuchMemory(limit: limit, offset: 4))
    }

    @Test("lies inside of a lie are counted together")
    func nestedLiesAddUp() {
        // 8,000 resources take 256,000 bytes; then the keys of the first are said to be 9,980, at 16 bytes each.
        let resources: [UInt8] = [0xC1, 0x3E]
        let first: [UInt8] = [2, 1, 0xFD, 0x4D]
        let bytes = resources + first + [UInt8](repeating: 1, count: 9_994)
        #expect(
            thrown(DescribeConfigsRequest.self, version: 4, bytes)
                == .tooMuchMemory(limit: 10_000 * 20 + 65_536, offset: 6))
    }

    @Test("a text longer than Kafka allows throws, and the longest passes")
    func longTextThrows() {
        func group(_ length: Int) -> [UInt8] {
            let plusOne = length + 1
            let prefix = [UInt8(plusOne & 0x7F | 0x80), UInt8(plusOne >> 7 & 0x7F | 0x80), UInt8(plusOne >> 14)]
            return prefix + [UInt8](repeating: 0x61, count: length) + [0, 0, 0, 0] + [1, 0, 0]
        }
        #expect(thrown(HeartbeatRequest.self, version: 4, group(32_767)) == nil)
        #expect(thrown(HeartbeatRequest.self, version: 4, group(32_768)) == .textTooLong(32_768, offset: 0))
    }

    struct Lying: MessageVisitor {
        let version: Int16
        let bytes: [UInt8]

        func visit<Request: KafkaRequest>(_: Request.Type) throws {
            bytes.withUnsafeBytes { view in
                var reader = KafkaReader(view, version: version, isFlexible: Request.api.isFlexible(version))
                do throws(KafkaProtocolError) {
                    let _: Request = try reader.body()
                } catch {}
                #expect(reader.memoryLeft >= 0 && reader.elementsLeft >= 0)
            }
        }
    }

    @Test("a count that lies, at many places of every request, is read or thrown at", arguments: APIKey.allCases)
    func liesAreSafe(_ api: APIKey) throws {
        let lies: [[UInt8]] = [
            [0, 0, 2, 0], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 4],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
        ]
        let padding = [UInt8](repeating: 0, count: 600)
        for message in definedRequests where message.api == api {
            for lie in lies {
                for offset in stride(from: 0, to: message.bytes.count, by: 3) {
                    let bytes = Array(message.bytes[..<offset]) + lie + padding
                    try api.visit(Lying(version: message.version, bytes: bytes))
                }
            }
        }
    }
}
