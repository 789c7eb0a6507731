import Bytes

/// STATE's section 7, there only while a chain is open; little-endian.
///
///     count u32 (1); each: chainId u64, position u64 (of its BEGIN), sourceId u32,
///     count u32; each: partitionId u32, begin i64 (next offset before the chain), next i64 (after its records so far),
///                      maxTimestamp i64 (of these)
extension OpenChain {
    func write(into writer: inout ByteWriter) {
        writer.appendLE(1 as UInt32)
        writer.appendLE(id)
        writer.appendLE(position)
        writer.appendLE(source)
        writer.appendLE(UInt32(partitions.count))
        for (partition, part) in partitions.sorted(by: { $0.key < $1.key }) {
            writer.appendLE(partition)
            writer.appendLE(part.begin)
            writer.appendLE(part.next)
            writer.appendLE(part.maxTimestamp)
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        guard try cursor.u32le() == 1 else { throw .malformed("more than one open chain", at: 0) }
        let (id, position) = (try cursor.u64le(), try cursor.u64le())
        self.init(id: id, source: try cursor.u32le(), position: position)
        for _ in 0..<(try cursor.count32(ofSize: 28)) {
            let partition = try cursor.u32le()
            let (begin, next) = (try cursor.i64le(), try cursor.i64le())
            guard begin >= 0, next > begin else {
                throw .malformed("a chain with offsets out of order", at: cursor.offset)
            }
            setPart(partition, begin: begin, next: next, maxTimestamp: try cursor.i64le())
        }
    }
}
