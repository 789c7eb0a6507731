import Bytes

/// Body of an OFFSETS_DELETED frame: a group has never read these partitions; little-endian.
///
///     group (u16 length, UTF-8)   count u32, partitionId u32 each
struct OffsetDeletion: Equatable {
    var group: String
    var partitions: [PartitionID]

    init(group: String, partitions: [PartitionID]) {
        self.group = group
        self.partitions = partitions
    }

    func write(into writer: inout ByteWriter) {
        writer.appendShort(group)
        writer.appendLE(UInt32(partitions.count))
        for partition in partitions { writer.appendLE(partition) }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        group = try cursor.shortString()
        partitions = []
        for _ in 0..<(try cursor.count32(ofSize: 4)) { partitions.append(try cursor.u32le()) }
    }
}
