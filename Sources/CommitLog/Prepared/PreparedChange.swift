import Bytes

/// What a DATA or CHECKPOINT frame does to its source's prepared transactions, in one step with its records and its
/// position. Stands behind the source's checkpoint in frames with the flag `changesPrepared`; little-endian.
///
///     each: operation u8 (1 prepared, 2 resolved, 3 all forgotten)   xidLength u8   reserved u16 (0)
///           parts u32 (with 1, else 0)   xid
///     then length u32 of all of them, the last four bytes of the checkpoint area
enum PreparedChange: Equatable {
    /// The parts that came before are in force.
    case prepared(xid: [UInt8], parts: UInt32)
    /// Its records stand in this frame, or it was rolled back.
    case resolved(xid: [UInt8])
    /// The source's position was set by hand: what was open at the old one says nothing any more.
    case forgotten

    func write(into writer: inout ByteWriter) {
        switch self {
        case .prepared(let xid, let parts): Self.write(1, xid, parts, into: &writer)
        case .resolved(let xid): Self.write(2, xid, 0, into: &writer)
        case .forgotten: Self.write(3, [], 0, into: &writer)
        }
    }

    private static func write(_ operation: UInt8, _ xid: [UInt8], _ parts: UInt32, into writer: inout ByteWriter) {
        writer.append(operation)
        writer.append(UInt8(truncatingIfNeeded: xid.count))
        writer.appendLE(0 as UInt16)
        writer.appendLE(parts)
        writer.append(xid)
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        let operation = try cursor.u8()
        let xidLength = Int(try cursor.u8())
        try cursor.skip(2)
        let parts = try cursor.u32le()
        let xid = Array(try cursor.bytes(xidLength))
        switch operation {
        case 1: self = .prepared(xid: xid, parts: parts)
        case 2: self = .resolved(xid: xid)
        case 3: self = .forgotten
        default: throw .malformed("unknown operation on a prepared transaction", at: 0)
        }
    }

    /// Cuts a checkpoint area in two.
    static func split(
        _ area: UnsafeRawBufferPointer
    ) throws(BytesError) -> (checkpoint: UnsafeRawBufferPointer, changes: UnsafeRawBufferPointer) {
        guard area.count >= 4 else { throw .malformed("no room for changes of prepared transactions", at: 0) }
        let length = Int(UInt32(littleEndian: area.loadUnaligned(fromByteOffset: area.count - 4, as: UInt32.self)))
        guard length <= area.count - 4 else {
            throw .malformed("changes of prepared transactions longer than their frame", at: area.count - 4)
        }
        let start = area.count - 4 - length
        return (
            UnsafeRawBufferPointer(rebasing: area[..<start]),
            UnsafeRawBufferPointer(rebasing: area[start..<start + length])
        )
    }
}
