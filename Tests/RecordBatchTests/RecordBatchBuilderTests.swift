import Bytes
import RecordBatch
import Testing

/// A batch of two records, written out by hand from the layout in Kafka's documentation: base timestamp 1000, the
/// second record 5 ms later with a null value and a header `h` = `x`.
private let goldenRecords: [UInt8] = [
    // length 9, attributes, timestampDelta 0, offsetDelta 0, key "k" , value "v1", no headers
    18, 0, 0, 0, 2, 0x6B, 4, 0x76, 0x31, 0,
    // length 11, attributes, timestampDelta 5, offsetDelta 1, key "k", null value, one header
    22, 0, 10, 2, 2, 0x6B, 1, 2, 2, 0x68, 2, 0x78,
]

private let goldenHeaderFromAttributes: [UInt8] = [
    0, 0,
    0, 0, 0, 1,
    0, 0, 0, 0, 0, 0, 0x03, 0xE8,
    0, 0, 0, 0, 0, 0, 0x03, 0xED,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF,
    0, 0, 0, 2,
]

@Test func anUncompressedBatchHasKafkasBytes() throws {
    let builder = RecordBatchBuilder()
    var writer = ByteWriter()
    bytes("k") { key in
        bytes("v1") { builder.append(timestampMilliseconds: 1000, key: key, value: $0) }
        bytes("x") { value in
            withUnsafePointer(to: RecordHeader(key: "h", value: value)) {
                builder.append(
                    timestampMilliseconds: 1005, key: key, value: nil,
                    headers: UnsafeBufferPointer(start: $0, count: 1))
            }
        }
    }
    #expect(builder.recordCount == 2)
    #expect(builder.uncompressedCount == 61 + goldenRecords.count)
    let sealed = try builder.seal(codec: .none, using: BatchCompressor(), into: &writer)

    let covered = goldenHeaderFromAttributes + goldenRecords
    let checksum = covered.withUnsafeBytes { CRC32C.checksum($0) }
    let expected: [UInt8] =
        [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, UInt8(49 + goldenRecords.count)] + [0, 0, 0, 0, 2]
        + withUnsafeBytes(of: checksum.bigEndian) { Array($0) } + covered
    #expect(Array(writer.bytes) == expected)
    #expect(sealed.byteLength == expected.count)
    #expect(sealed.recordCount == 2)
    #expect(sealed.maxTimestamp == 1005)
    #expect(builder.isEmpty)
}

@Test func theLogsFieldsAreOutsideTheChecksum() throws {
    let builder = RecordBatchBuilder()
    var writer = ByteWriter()
    builder.append(timestampMilliseconds: 1, key: nil, value: nil)
    _ = try builder.seal(codec: .none, using: BatchCompressor(), into: &writer)
    RecordBatchPatch.set(baseOffset: 77, leaderEpoch: 3, in: writer.mutableBytes)
    let header = try RecordBatchHeader(writer.bytes)
    #expect(header.baseOffset == 77)
    #expect(header.partitionLeaderEpoch == 3)
    let covered = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: writer.bytes[21...]))
    #expect(header.checksum == covered)
}

@Test(arguments: Compression.allCases)
func recordsThatDoNotShrinkAreStoredAsTheyAre(codec: Compression) throws {
    let builder = RecordBatchBuilder()
    var writer = ByteWriter()
    bytes("1") { builder.append(timestampMilliseconds: 1, key: $0, value: $0) }
    let sealed = try builder.seal(codec: codec, using: BatchCompressor(), into: &writer)
    #expect(sealed.compression == Compression.none)
    #expect(try RecordBatchHeader(writer.bytes).attributes == 0)
}

func bytes(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Array(text.utf8).withUnsafeBytes(body)
}
