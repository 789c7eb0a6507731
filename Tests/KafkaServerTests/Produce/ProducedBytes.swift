import Bytes
import KafkaProtocol
import RecordBatch

@testable import KafkaClient
@testable import KafkaServer

/// A record batch as a producer sends it, with a right checksum whatever is wrong in it.
struct ProducedBytes {
    var values = ["a", "b"]
    var compression = Compression.none
    var producer: Int64 = -1
    var epoch: Int16 = -1
    var sequence: Int32 = -1
    var timestamp: Int64 = 1_000
    /// Bits that are set beside those of the codec.
    var attributes: UInt16 = 0
    var lastOffsetDelta: Int32?
    var recordCount: Int32?
    var codecCode: UInt16?
    /// Of the second of two records with values of one byte.
    var secondOffsetDelta: UInt8?

    func bytes() throws -> [UInt8] {
        let builder = RecordBatchBuilder()
        for value in values {
            Array(value.utf8).withUnsafeBytes {
                builder.append(timestampMilliseconds: timestamp, key: nil, value: $0)
            }
        }
        var writer = ByteWriter()
        _ = try builder.seal(codec: compression, using: BatchCompressor(), into: &writer)
        if let lastOffsetDelta { writer.patchBE(lastOffsetDelta, at: 23) }
        if let recordCount { writer.patchBE(recordCount, at: 57) }
        writer.patchBE(producer, at: 43)
        writer.patchBE(sequence, at: 53)
        var bytes = Array(writer.bytes)
        let plain = UInt16(bytes[21]) << 8 | UInt16(bytes[22])
        let flags = (codecCode.map { plain & ~7 | $0 } ?? plain) | attributes
        (bytes[21], bytes[22]) = (UInt8(flags >> 8), UInt8(flags & 0xFF))
        let epoch = UInt16(bitPattern: epoch)
        (bytes[51], bytes[52]) = (UInt8(epoch >> 8), UInt8(epoch & 0xFF))
        // Records of eight bytes after the header; the delta is a zigzag varint.
        if let secondOffsetDelta { bytes[61 + 8 + 3] = secondOffsetDelta << 1 }
        let crc = bytes[21...].withUnsafeBytes { CRC32C.checksum($0) }
        for index in 0..<4 { bytes[17 + index] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * index)) }
        return bytes
    }
}

extension BrokerConnection {
    /// What becomes of some bytes that are sent for a partition.
    func produce(
        _ bytes: [UInt8],
        to topic: String = "t",
        _ partition: Int32 = 0,
        acks: Int16 = -1,
        transactionalID: String? = nil,
        version: Int16 = 9
    ) throws -> ProducedPartition {
        let request = ProduceRequest {
            $0.acks = acks
            $0.transactionalID = transactionalID
            $0.topics = [
                ProduceTopic {
                    $0.name = topic
                    $0.partitions = [
                        ProducePartition {
                            $0.index = partition
                            $0.records = .bytes(bytes)
                        }
                    ]
                }
            ]
        }
        let response = try exchange(request, version: version)
        guard let answer = response.topics.first?.partitions.first else { throw NoAnswer() }
        return answer
    }

    struct NoAnswer: Error {}
}
