import Bytes

/// Body of a GROUP frame; little-endian.
///
///     operation u8 (1 commit, 2 delete the group)   group (u16 length, UTF-8)   count u32
///     count × (partitionId u32, offset i64, leaderEpoch i32, metadata (u16 length, UTF-8))
enum GroupOperation {
    case commit(group: String, [GroupOffset])
    case delete(group: String)

    func write(into writer: inout ByteWriter) {
        switch self {
        case .commit(let group, let offsets):
            writer.append(1)
            writer.appendShort(group)
            writer.appendLE(UInt32(offsets.count))
            for offset in offsets { offset.write(into: &writer) }
        case .delete(let group):
            writer.append(2)
            writer.appendShort(group)
            writer.appendLE(0 as UInt32)
        }
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        let operation = try cursor.u8()
        let group = try cursor.shortString()
        var offsets: [GroupOffset] = []
        for _ in 0..<(try cursor.count32(ofSize: 18)) { offsets.append(try GroupOffset(&cursor)) }
        switch operation {
        case 1: self = .commit(group: group, offsets)
        case 2: self = .delete(group: group)
        default: throw .malformed("unknown operation on a group", at: 0)
        }
    }
}

extension GroupOffset {
    /// Longest note or group name in bytes.
    static let textBytesMax = 32 << 10

    func write(into writer: inout ByteWriter) {
        writer.appendLE(partition)
        writer.appendLE(offset)
        writer.appendLE(leaderEpoch)
        writer.appendShort(metadata)
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        partition = try cursor.u32le()
        offset = try cursor.i64le()
        leaderEpoch = try cursor.i32le()
        metadata = try cursor.shortString()
    }
}
