import Bytes

/// Body of a PREPARED frame: one part of what a prepared transaction will commit; little-endian.
///
///      0 flags u8 (1 open: a copy at a segment's head, of a transaction that a frame before has put in force)
///      1 xidLength u8      2 reserved u16 (0)      4 part u32, from 0      8 parts u32 (0 not known yet)
///     12 xid, then the part's bytes, both opaque to the log
///
/// Part 0 begins anew: what came of this transaction before it is void. The parts are in force from the DATA or
/// CHECKPOINT frame on that says so (see `PreparedChange`), because that frame carries the source's position after
/// them. Source: this project's design, "commit-log", PREPARED(xid).
struct PreparedBody {
    static let headSize = 12
    static let openFlag: UInt8 = 1

    let isOpen: Bool
    let part: UInt32
    let parts: UInt32
    let xid: UnsafeRawBufferPointer
    let payload: UnsafeRawBufferPointer

    init(_ body: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(body)
        let flags = try cursor.u8()
        guard flags & ~Self.openFlag == 0 else { throw .malformed("unknown flags of a prepared transaction", at: 0) }
        isOpen = flags == Self.openFlag
        let xidLength = Int(try cursor.u8())
        try cursor.skip(2)
        part = try cursor.u32le()
        parts = try cursor.u32le()
        xid = try cursor.bytes(xidLength)
        payload = cursor.rest()
        guard !isOpen || part < parts else { throw .malformed("a part beyond the last one", at: 4) }
    }

    static func writeHead(
        isOpen: Bool,
        part: UInt32,
        parts: UInt32,
        xid: [UInt8],
        into writer: inout ByteWriter
    ) {
        writer.append(isOpen ? openFlag : 0)
        writer.append(UInt8(truncatingIfNeeded: xid.count))
        writer.appendLE(0 as UInt16)
        writer.appendLE(part)
        writer.appendLE(parts)
        writer.append(xid)
    }
}
