import KafkaProtocol
import Testing

@Suite("Hostile sizes")
struct KafkaReaderTests {
    private func metadata(_ hex: String, version: Int16, elementsMax: Int = 1_000_000) throws -> MetadataRequest {
        try Hex.bytes(hex).withUnsafeBytes { view in
            var reader = KafkaReader(
                view,
                version: version,
                isFlexible: APIKey.metadata.isFlexible(version),
                elementsMax: elementsMax
            )
            return try reader.body()
        }
    }

    @Test("a count beyond the bytes that are left throws before anything is allocated")
    func hugeCountThrows() {
        #expect(throws: KafkaProtocolError.bytes(.truncated(needed: 0x7FFF_FFFF, left: 2, offset: 0))) {
            _ = try metadata("7fffffff 0000", version: 1)
        }
    }

    @Test("a compact count of 2^63 and more throws")
    func hugeCompactCountThrows() {
        #expect(throws: KafkaProtocolError.self) { _ = try metadata("ffffffffffffffffff01", version: 9) }
        #expect(throws: KafkaProtocolError.self) { _ = try metadata("ffffffffffffffffff7f", version: 9) }
    }

    @Test("more elements than the limit throw")
    func elementLimitThrows() throws {
        let three = "00000003 0001 61 0001 62 0001 63"
        #expect(try metadata(three, version: 1, elementsMax: 3).topics?.count == 3)
        #expect(throws: KafkaProtocolError.tooManyElements(3, limit: 2, offset: 0)) {
            _ = try metadata(three, version: 1, elementsMax: 2)
        }
    }

    @Test("a length below null throws")
    func negativeLengthThrows() {
        #expect(throws: KafkaProtocolError.negativeLength(-2, offset: 0)) { _ = try metadata("fffffffe", version: 1) }
        #expect(throws: KafkaProtocolError.negativeLength(-3, offset: 4)) {
            _ = try metadata("00000001 fffd", version: 1)
        }
    }

    @Test("text that is not UTF-8 throws")
    func brokenTextThrows() {
        #expect(throws: KafkaProtocolError.invalidText(offset: 4)) {
            _ = try metadata("00000001 0002 c328", version: 1)
        }
    }

    @Test("tagged fields that nobody knows are passed over")
    func taggedFieldsAreSkipped() throws {
        // topics null, three flags, two tagged fields: 5 (three bytes), 200 (none).
        let request = try metadata("00 01 00 01 02 05 03 aabbcc c801 00", version: 9)
        #expect(request.topics == nil)
        #expect(request.includeTopicAuthorizedOperations)
        #expect(throws: KafkaProtocolError.self) { _ = try metadata("00 01 00 01 02 05 03 aabbcc c801 01", version: 9) }
    }

    /// Found by the fuzz target: the null was read and became an empty text when written.
    @Test("a null strategy in a JoinGroup response throws before version 7, which allows it")
    func nullProtocolName() throws {
        // error, generation, strategy null, leader, member, no members
        let classic = Hex.bytes("858b dfccfcff ffff 0000 0000 00000000")
        classic.withUnsafeBytes { view in
            var reader = KafkaReader(view, version: 0, isFlexible: false)
            #expect(throws: KafkaProtocolError.negativeLength(-1, offset: 6)) {
                try reader.body(JoinGroupResponse.self)
            }
        }
        let flexible = Hex.bytes("00000000 858b dfccfcff 00 00 01 01 01 00")
        try flexible.withUnsafeBytes { view in
            var reader = KafkaReader(view, version: 7, isFlexible: true)
            let response: JoinGroupResponse = try reader.body()
            #expect(response.protocolName == nil)
        }
    }
}
