import Bytes

/// What a group, or the result, has of one row: the packed row, the key that it is sorted by, and how often it is
/// there.
///
///     times (8 bytes) · bytes of the sort key (4) · bytes of the row (4) · the sort key · the row
struct Emission {
    static let headBytes = 16

    let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: begins with an emission.
    init(_ bytes: UnsafeRawBufferPointer) {
        let sort = Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let row = Int(bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<(Self.headBytes + sort + row)])
    }

    var times: Int64 { bytes.loadUnaligned(as: Int64.self) }

    var sortKey: UnsafeRawBufferPointer {
        let length = Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        return UnsafeRawBufferPointer(rebasing: bytes[Self.headBytes..<(Self.headBytes + length)])
    }

    var row: UnsafeRawBufferPointer {
        let sort = Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        return UnsafeRawBufferPointer(rebasing: bytes[(Self.headBytes + sort)...])
    }

    /// Begins one at the writer's end; `close` follows when both parts are written.
    static func open(_ out: inout ByteWriter, times: Int64) -> Int {
        let start = out.count
        out.appendLE(times)
        out.appendLE(UInt64(0))
        return start
    }

    static func close(_ out: inout ByteWriter, start: Int, sortEnd: Int) {
        out.patchLE(UInt32(sortEnd - start - headBytes), at: start + 8)
        out.patchLE(UInt32(out.count - sortEnd), at: start + 12)
    }
}
