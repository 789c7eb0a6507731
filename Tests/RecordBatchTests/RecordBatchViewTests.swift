import Bytes
import RecordBatch
import Testing

@Test(arguments: Compression.allCases)
func whatWasAppendedIsRead(codec: Compression) throws {
    let batch = try batch(sampleRecords(), codec: codec)
    #expect(try records(of: batch) == sampleRecords())
    let header = try batch.withUnsafeBytes { try RecordBatchHeader($0) }
    #expect(try header.compression == codec)
    #expect(header.recordCount == 40)
    #expect(header.lastOffset == 39)
    #expect(header.maxTimestamp == sampleRecords().map(\.timestamp).max())
    #expect(header.byteLength == batch.count)
}

@Test(arguments: Compression.allCases)
func contextsAndMemoryServeManyBatches(codec: Compression) throws {
    let builder = RecordBatchBuilder()
    let compressor = BatchCompressor()
    let decompressor = BatchDecompressor()
    var writer = ByteWriter()
    for round in 1...20 {
        let text = String(repeating: "round \(round) ", count: round * 50)
        bytes(text) { builder.append(timestampMilliseconds: 1, key: nil, value: $0) }
        let start = writer.count
        let sealed = try builder.seal(codec: codec, using: compressor, into: &writer)
        #expect(writer.count == start + sealed.byteLength)
        let view = try RecordBatchView(UnsafeRawBufferPointer(rebasing: writer.bytes[start...]))
        try view.verifyChecksum()
        var iterator = try view.records(using: decompressor, bytesMax: 1 << 20)
        let record = try #require(try iterator.next())
        #expect(try #require(record.value).elementsEqual(text.utf8))
    }
}

@Test(arguments: Compression.allCases)
func aBatchCutOffAnywhereIsTruncated(codec: Compression) throws {
    let whole = try batch(sampleRecords(), codec: codec)
    for length in whole.indices {
        #expect(throws: RecordBatchError.self) { try records(of: Array(whole[..<length])) }
    }
}

/// Length fields mended, so that the cut reaches codec and records.
@Test(arguments: Compression.allCases)
func recordsCutOffAnywhereAreAnError(codec: Compression) throws {
    let whole = try batch(sampleRecords(), codec: codec)
    for length in 61..<whole.count {
        var cut = Array(whole[..<length])
        withUnsafeBytes(of: Int32(length - 12).bigEndian) { cut.replaceSubrange(8..<12, with: $0) }
        #expect(throws: RecordBatchError.self) { try records(of: cut, verify: false) }
    }
}

@Test(arguments: Compression.allCases)
func aFlippedBitUnderTheChecksumIsFound(codec: Compression) throws {
    let whole = try batch(sampleRecords(), codec: codec)
    for index in 17..<whole.count {
        var changed = whole
        changed[index] ^= 1 << UInt8(index % 8)
        #expect(throws: RecordBatchError.self) { try records(of: changed) }
    }
}

/// Without the checksum a changed byte may go unnoticed, but nothing may trap or run away.
@Test(arguments: Compression.allCases)
func changedBytesNeverTrap(codec: Compression) throws {
    let whole = try batch(sampleRecords(), codec: codec)
    var refused = 0
    for index in whole.indices {
        for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF, whole[index] ^ 1] {
            var changed = whole
            changed[index] = value
            do {
                _ = try records(of: changed, verify: false)
            } catch is RecordBatchError {
                refused += 1
            }
        }
    }
    #expect(refused > 0)
}

@Test(arguments: Compression.allCases)
func recordsAboveTheLimitAreRefused(codec: Compression) throws {
    let builder = RecordBatchBuilder()
    let zeros = [UInt8](repeating: 0, count: 5_000_000)
    zeros.withUnsafeBytes { builder.append(timestampMilliseconds: 1, key: nil, value: $0) }
    let size = builder.uncompressedCount - RecordBatchHeader.byteCount
    var writer = ByteWriter()
    _ = try builder.seal(codec: codec, using: BatchCompressor(), into: &writer)
    let batch = Array(writer.bytes)
    #expect(throws: RecordBatchError.tooLarge(bytesMax: size - 1)) { try records(of: batch, bytesMax: size - 1) }
    #expect(try records(of: batch, bytesMax: size).count == 1)
    #expect(try records(of: batch, bytesMax: .max).count == 1)
}

@Test(arguments: [(2, "snappy"), (5, "codec 5"), (7, "codec 7")] as [(UInt8, String)])
func otherCodecsAreNamed(code: UInt8, name: String) throws {
    var changed = try batch(sampleRecords(), codec: .none)
    changed[22] = code
    #expect(throws: RecordBatchError.unsupportedCompression(name)) { try records(of: changed, verify: false) }
}

@Test func anOlderMagicIsRefused() throws {
    var changed = try batch(sampleRecords(), codec: .none)
    changed[16] = 1
    #expect(throws: RecordBatchError.malformed("magic 1, only 2 is read")) { try records(of: changed) }
}

@Test func recordsOfABatchWithAppendTimeBearThatTime() throws {
    var changed = try batch(sampleRecords(), codec: .none)
    changed[22] |= 0x8
    let latest = sampleRecords().map(\.timestamp).max()
    #expect(try records(of: changed, verify: false).allSatisfy { $0.timestamp == latest })
}

@Test func baseOffsetMovesAllRecords() throws {
    var whole = try batch(sampleRecords(), codec: .lz4)
    whole.withUnsafeMutableBytes { RecordBatchPatch.set(baseOffset: 1000, leaderEpoch: 5, in: $0) }
    #expect(try records(of: whole).map(\.offset) == Array(1000..<1040))
}
