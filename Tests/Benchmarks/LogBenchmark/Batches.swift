import Bytes
import RecordBatch

/// Finished record batches, made once: what is measured is the log, not the making of batches.
struct Batches {
    /// A key of 8 bytes and a value of 192.
    static let recordBytes = 200
    private var batches: [[UInt8]] = []
    private let first: Int

    /// - Parameter counts: how many records batches may have.
    init(recordCounts counts: ClosedRange<Int>) throws {
        let builder = RecordBatchBuilder()
        let compressor = BatchCompressor()
        var generator = FastGenerator(seed: 1)
        first = counts.lowerBound
        for count in counts {
            for _ in 0..<count {
                // Bytes without order: no layer below may make them fewer.
                let bytes = (0..<Self.recordBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
                bytes.withUnsafeBytes {
                    builder.append(
                        timestampMilliseconds: 1_700_000_000_000,
                        key: UnsafeRawBufferPointer(rebasing: $0[..<8]),
                        value: UnsafeRawBufferPointer(rebasing: $0[8...])
                    )
                }
            }
            var writer = ByteWriter()
            _ = try builder.seal(codec: .none, using: compressor, into: &writer)
            batches.append(Array(writer.bytes))
        }
    }

    /// The batch of so many records.
    subscript(recordCount: Int) -> [UInt8] { batches[recordCount - first] }

    /// A batch of one record whose value has so many bytes of one value.
    static func single(valueBytes: Int, of byte: UInt8) throws -> [UInt8] {
        let builder = RecordBatchBuilder()
        [UInt8](repeating: byte, count: valueBytes).withUnsafeBytes {
            builder.append(timestampMilliseconds: 1_700_000_000_000, key: nil, value: $0)
        }
        var writer = ByteWriter()
        _ = try builder.seal(codec: .none, using: BatchCompressor(), into: &writer)
        return Array(writer.bytes)
    }
}

/// SplitMix64: the same numbers in each run, at a nanosecond each.
struct FastGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
