import Bytes

/// The fixed part of a record batch, big-endian. Source: Apache Kafka, "Record Batch" (message format version 2).
///
///      0  baseOffset i64             27  baseTimestamp i64 (ms)
///      8  batchLength i32 (what      35  maxTimestamp i64 (ms)
///         follows this field)        43  producerId i64, −1 = none
///     12  partitionLeaderEpoch i32   51  producerEpoch i16, −1 = none
///     16  magic i8 = 2               53  baseSequence i32, −1 = none
///     17  crc u32, CRC-32C of 21…    57  recordCount i32
///     21  attributes i16             61  records
///     23  lastOffsetDelta i32
///
/// Attributes: bits 0–2 compression, 3 timestamp type (0 create, 1 append), 4 transactional, 5 control.
/// The checksum leaves out bytes 0–20, so a log can set offset and epoch without touching the rest.
public struct RecordBatchHeader: Equatable, Sendable {
    /// Bytes of this header.
    public static let byteCount = 61
    static let lengthOffset = 8
    static let leaderEpochOffset = 12
    static let magicOffset = 16
    static let checksumOffset = 17
    static let attributesOffset = 21

    public let baseOffset: Int64
    /// Bytes of the whole batch, with this header.
    public let byteLength: Int
    public let partitionLeaderEpoch: Int32
    /// CRC-32C of the bytes from `attributes` on.
    public let checksum: UInt32
    public let attributes: Int16
    public let lastOffsetDelta: Int32
    public let baseTimestamp: Int64
    public let maxTimestamp: Int64
    public let producerID: Int64
    public let producerEpoch: Int16
    public let baseSequence: Int32
    public let recordCount: Int32

    public var lastOffset: Int64 { baseOffset &+ Int64(lastOffsetDelta) }
    /// All records bear the time at which the log took them, `maxTimestamp`.
    public var hasAppendTime: Bool { attributes & 0x8 != 0 }
    public var isTransactional: Bool { attributes & 0x10 != 0 }
    /// A control batch holds transaction markers, not records.
    public var isControl: Bool { attributes & 0x20 != 0 }

    /// How the records are compressed.
    ///
    /// - Throws: `unsupportedCompression` for snappy and unknown codecs.
    public var compression: Compression {
        get throws(RecordBatchError) {
            let code = UInt8(attributes & 0x7)
            guard let compression = Compression(rawValue: code) else {
                throw .unsupportedCompression(code == 2 ? "snappy" : "codec \(code)")
            }
            return compression
        }
    }
}

extension RecordBatchHeader {
    /// Reads the header at the start of `bytes` and checks that the whole batch is there.
    ///
    /// - Throws: `truncated` when it is not, `malformed` for another magic or impossible counts.
    public init(_ bytes: UnsafeRawBufferPointer) throws(RecordBatchError) {
        var cursor = ByteCursor(bytes)
        do {
            baseOffset = try cursor.i64be()
            let length = Int(try cursor.i32be())
            partitionLeaderEpoch = try cursor.i32be()
            let magic = try cursor.i8()
            guard magic == 2 else { throw RecordBatchError.malformed("magic \(magic), only 2 is read") }
            checksum = try cursor.u32be()
            attributes = try cursor.i16be()
            lastOffsetDelta = try cursor.i32be()
            baseTimestamp = try cursor.i64be()
            maxTimestamp = try cursor.i64be()
            producerID = try cursor.i64be()
            producerEpoch = try cursor.i16be()
            baseSequence = try cursor.i32be()
            recordCount = try cursor.i32be()
            byteLength = length + Self.leaderEpochOffset
        } catch let error as BytesError {
            throw RecordBatchError(error)
        } catch let error as RecordBatchError {
            throw error
        } catch {
            throw .malformed("\(error)")
        }
        guard byteLength >= Self.byteCount else { throw .malformed("batch length \(byteLength)") }
        guard byteLength <= bytes.count else { throw .truncated(needed: byteLength, left: bytes.count) }
        guard recordCount >= 0, lastOffsetDelta >= 0 else {
            throw .malformed("\(recordCount) records, last offset delta \(lastOffsetDelta)")
        }
    }
}
