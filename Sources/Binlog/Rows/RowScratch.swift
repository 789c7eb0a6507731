import Bytes

/// Memory for the values of one row that do not stand in the event as they are: decompressed COMPRESSED columns and
/// JSON documents put together from a partial update. They stay valid, for both images of the row, until the next row
/// is decoded with the same scratch.
///
/// Make one for each thread that decodes and use it for all tables; in steady state it allocates nothing.
public final class RowScratch {
    /// Most bytes that one row's values may take here; beyond it decoding the row is an error.
    public let rowBytesMax: Int

    private var block: UnsafeMutableRawPointer?
    private var capacity = 0
    private var used = 0
    /// Filled before `block` was; the row's values point into them too.
    private var olderBlocks: [UnsafeMutableRawPointer] = []
    private var rowBytes = 0
    private var zlib: ZlibStream?
    /// Where documents are written before they move here.
    var document = ByteWriter(capacity: 256)

    private static let keptBytesMax = 1 << 20

    public init(rowBytesMax: Int) { self.rowBytesMax = rowBytesMax }

    deinit {
        releaseOlder()
        block?.deallocate()
    }

    /// Gives all memory back to the next row.
    func beginRow() {
        if !olderBlocks.isEmpty || capacity > Self.keptBytesMax {
            // One block for the next row that is like this one.
            releaseOlder()
            block?.deallocate()
            capacity = min(rowBytes, Self.keptBytesMax)
            block = capacity == 0 ? nil : .allocate(byteCount: capacity, alignment: 16)
        }
        used = 0
        rowBytes = 0
    }

    /// Memory for one value, or nil beyond the limit.
    func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer? {
        guard count <= rowBytesMax - rowBytes else { return nil }
        rowBytes += count
        if capacity - used < count {
            if let block { olderBlocks.append(block) }
            capacity = max(count, min(2 * capacity, Self.keptBytesMax), 4096)
            block = .allocate(byteCount: capacity, alignment: 16)
            used = 0
        }
        defer { used += count }
        return UnsafeMutableRawBufferPointer(start: block.map { $0 + used }, count: count)
    }

    private func releaseOlder() {
        for block in olderBlocks { block.deallocate() }
        olderBlocks.removeAll(keepingCapacity: true)
    }
}

extension RowScratch {
    enum Outcome {
        case value(UnsafeRawBufferPointer)
        case malformed
        case tooLarge
    }

    /// The value of a COMPRESSED column: nothing for the empty value, a zero byte and the value, or as
    /// `MariaDBCompressed`.
    /// Source: MariaDB sql/field.cc `Field_longstr::uncompress`.
    func inflate(_ stored: UnsafeRawBufferPointer) -> Outcome {
        guard let head = stored.first else { return .value(stored) }
        if head == 0 { return .value(UnsafeRawBufferPointer(rebasing: stored[1...])) }
        guard let packed = try? MariaDBCompressed(stored) else { return .malformed }
        if zlib == nil { zlib = ZlibStream() }
        guard let zlib, let target = allocate(packed.byteCount) else { return .tooLarge }
        guard zlib.inflate(packed.data, isRaw: packed.isRaw, into: target) else { return .malformed }
        return .value(UnsafeRawBufferPointer(target))
    }
}
