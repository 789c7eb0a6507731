import Bytes

extension IndexFile {
    private static let pieceBytes = 256 << 10

    /// Reads and checks a whole file.
    /// - Returns: nil if it is not the index of that segment, byte for byte as it was written.
    static func verified(
        _ file: any LogFile,
        uuid: LogUUID,
        start: UInt64,
        end: UInt64
    ) throws(FileSystemError) -> IndexFile? {
        var bytes = ByteWriter(capacity: pieceBytes)
        try bytes.appendDirect(capacity: headerSize) { (room) throws(FileSystemError) in
            try file.readAll(into: room, at: 0)
        }
        guard bytes.count == headerSize, let header = (try? IndexFile(bytes.bytes)) ?? nil,
            header.uuid == uuid, header.start == start, header.end == end, header.length == (try file.length())
        else { return nil }
        let stored = UInt32(
            littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: checksumOffset, as: UInt32.self)
        )
        var checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes.bytes.prefix(checksumOffset)))
        var offset = headerSize
        while offset < header.length {
            bytes.removeAll()
            try bytes.appendDirect(capacity: min(pieceBytes, header.length - offset)) {
                (room) throws(FileSystemError) in try file.readAll(into: room, at: offset)
            }
            guard bytes.count > 0 else { return nil }
            checksum = CRC32C.checksum(bytes.bytes, seed: checksum)
            offset += bytes.count
        }
        return checksum == stored ? header : nil
    }

    /// A partition's row; nil if the file does not hold what its header says.
    func row(_ partition: PartitionID, _ file: any LogFile) throws(FileSystemError) -> IndexRow? {
        guard Int(partition) < partitions else { return IndexRow() }
        return try withBytes(file, Self.headerSize + Int(partition) * Self.rowSize, Self.rowSize) { bytes in
            let row = IndexRow(bytes)
            let isSound =
                row.first + row.count <= entries && row.relocatedFirst + row.relocatedCount <= entries
            return isSound ? row : nil
        } ?? nil
    }

    /// Some entries; nil if the file does not hold them.
    func entries(_ range: Range<Int>, _ file: any LogFile) throws(FileSystemError) -> [IndexEntry]? {
        guard range.lowerBound >= 0, range.upperBound <= entries else { return nil }
        let offset = Self.headerSize + partitions * Self.rowSize + range.lowerBound * Self.entrySize
        return try withBytes(file, offset, range.count * Self.entrySize) { bytes in
            [IndexEntry](unsafeUninitializedCapacity: range.count) { entries, count in
                for index in 0..<range.count {
                    entries.initializeElement(at: index, to: IndexEntry(bytes, at: index * Self.entrySize))
                }
                count = range.count
            }
        }
    }

    /// Start and bytes of each partition, by number.
    func table(_ file: any LogFile) throws(FileSystemError) -> SegmentTable? {
        try withBytes(file, Self.headerSize, partitions * Self.rowSize) { bytes in
            func number(_ row: Int, _ offset: Int) -> UInt64 {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: row * Self.rowSize + offset, as: UInt64.self))
            }
            return SegmentTable(
                startOffsets: (0..<partitions).map { Int64(bitPattern: number($0, 0)) },
                bytes: (0..<partitions).map { number($0, 16) },
                relocatedBytes: (0..<partitions).reduce(0) { $0 &+ number($1, 40) }
            )
        }
    }

    private func withBytes<Value>(
        _ file: any LogFile,
        _ offset: Int,
        _ count: Int,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(FileSystemError) -> Value? {
        let result = withUnsafeTemporaryAllocation(byteCount: max(count, 1), alignment: 8) {
            room -> Result<Value?, FileSystemError> in
            let room = UnsafeMutableRawBufferPointer(rebasing: room.prefix(count))
            do throws(FileSystemError) {
                guard try file.readAll(into: room, at: offset) == count else { return .success(nil) }
                return .success(body(UnsafeRawBufferPointer(room)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension IndexRow {
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        func number<Integer: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Integer.Type) -> Integer {
            Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self))
        }
        startOffset = number(0, Int64.self)
        maxTimestampBefore = number(8, Int64.self)
        byteCount = number(16, UInt64.self)
        first = Int(number(24, UInt32.self))
        count = Int(number(28, UInt32.self))
        relocatedFirst = Int(number(32, UInt32.self))
        relocatedCount = Int(number(36, UInt32.self))
    }
}

extension IndexEntry {
    fileprivate init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        func number<Integer: FixedWidthInteger & BitwiseCopyable>(_ at: Int, _: Integer.Type) -> Integer {
            Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + at, as: Integer.self))
        }
        baseOffset = number(0, Int64.self)
        position = number(8, UInt64.self)
        maxTimestamp = number(16, Int64.self)
        byteLength = number(24, UInt32.self)
        recordCount = number(28, UInt32.self)
    }
}
