import Bytes
import RecordBatch

/// A record as a test states and compares it.
struct PlainRecord: Equatable {
    var offset: Int64 = 0
    var timestamp: Int64
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [Header] = []

    struct Header: Equatable {
        var key: [UInt8]
        var value: [UInt8]?
    }
}

/// Records of every kind, long enough together that each codec shrinks them.
func sampleRecords(count: Int = 40) -> [PlainRecord] {
    (0..<count).map { index in
        var record = PlainRecord(
            offset: Int64(index), timestamp: 1_700_000_000_000 + Int64(index % 3 == 2 ? -index : index),
            key: Array("{\"id\":\(index)}".utf8),
            value: Array("{\"before\":null,\"after\":{\"id\":\(index),\"status\":\"PAID\"},\"op\":\"c\"}".utf8))
        if index % 7 == 3 { record.value = nil }
        if index % 11 == 5 { record.key = nil }
        if index % 13 == 6 {
            record.headers = [
                .init(key: Array("__debezium.newkey".utf8), value: Array("{\"id\":7}".utf8)),
                .init(key: [], value: nil),
            ]
        }
        return record
    }
}

/// The records as one batch.
func batch(_ records: [PlainRecord], codec: Compression) throws -> [UInt8] {
    let builder = RecordBatchBuilder(capacity: 16)
    for record in records { append(record, to: builder) }
    var writer = ByteWriter()
    let sealed = try builder.seal(codec: codec, using: BatchCompressor(), into: &writer)
    precondition(sealed.compression == codec, "the sample is meant to shrink")
    return Array(writer.bytes)
}

private func append(_ record: PlainRecord, to builder: RecordBatchBuilder) {
    withOptional(record.key) { key in
        withOptional(record.value) { value in
            withHeaders(record.headers[...], read: []) { headers in
                headers.withUnsafeBufferPointer {
                    builder.append(timestampMilliseconds: record.timestamp, key: key, value: value, headers: $0)
                }
            }
        }
    }
}

private func withOptional(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> Void) {
    guard let bytes else { return body(nil) }
    bytes.withUnsafeBytes { body($0) }
}

private func withHeaders(
    _ left: ArraySlice<PlainRecord.Header>, read: [RecordHeader], _ body: ([RecordHeader]) -> Void
) {
    guard let header = left.first else { return body(read) }
    header.key.withUnsafeBytes { key in
        withOptional(header.value) { value in
            withHeaders(left.dropFirst(), read: read + [RecordHeader(key: key, value: value)], body)
        }
    }
}

/// Reads all records of the batch, verifying the checksum if asked to.
func records(of batch: [UInt8], verify: Bool = true, bytesMax: Int = 1 << 20) throws -> [PlainRecord] {
    try batch.withUnsafeBytes { bytes in
        let view = try RecordBatchView(bytes)
        if verify { try view.verifyChecksum() }
        var iterator = try view.records(using: BatchDecompressor(), bytesMax: bytesMax)
        var found: [PlainRecord] = []
        while let record = try iterator.next() {
            found.append(
                PlainRecord(
                    offset: record.offset, timestamp: record.timestamp, key: record.key.map { Array($0) },
                    value: record.value.map { Array($0) },
                    headers: record.headers.map { .init(key: Array($0.key), value: $0.value.map { Array($0) }) }))
        }
        return found
    }
}
