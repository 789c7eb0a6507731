import Bytes

/// MySQL: the events of a whole transaction, compressed (binlog_transaction_compression=ON). A view.
///
/// Fields of type, length and value, each number length-encoded: 1 payload size, 2 compression (0 zstd, 255 none),
/// 3 uncompressed size, 0 end; then the payload.
/// Source: MySQL `Transaction_payload_event` and codecs/binary.cpp.
public struct TransactionPayloadEvent {
    /// 0 zstd, 255 none.
    public let compression: UInt64
    /// What the server says of the size; not to be trusted before it was decompressed.
    public let uncompressedByteCount: UInt64
    public let payload: UnsafeRawBufferPointer

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        var payloadCount: UInt64?
        var compression: UInt64?
        var uncompressed: UInt64 = 0
        do throws(BytesError) {
            while true {
                let type = try cursor.lengthEncodedInteger()
                if type == 0 { break }
                let length = try cursor.lengthEncodedInteger()
                guard length <= UInt64(cursor.remaining) else {
                    throw BytesError.malformed("field longer than the event", at: cursor.offset)
                }
                var value = ByteCursor(try cursor.bytes(Int(length)))
                switch type {
                case 1: payloadCount = try value.lengthEncodedInteger()
                case 2: compression = try value.lengthEncodedInteger()
                case 3: uncompressed = try value.lengthEncodedInteger()
                default: break
                }
            }
            guard let payloadCount, let compression, payloadCount <= UInt64(cursor.remaining) else {
                throw BytesError.malformed("no payload", at: cursor.offset)
            }
            self.compression = compression
            uncompressedByteCount = uncompressed
            payload = try cursor.bytes(Int(payloadCount))
        } catch { throw frame.malformed(error) }
    }
}
