import Bytes

extension IndexFile {
    private static let pieceBytes = 256 << 10

    /// Writes the whole file, piece by piece, and makes it durable.
    func write(_ runs: SegmentRuns, to file: any LogFile) throws(FileSystemError) {
        var head = ByteWriter(capacity: Self.headerSize)
        writeHead(into: &head)
        var checksum = CRC32C.checksum(head.bytes)
        var offset = Self.headerSize
        var piece = ByteWriter(capacity: Self.pieceBytes + Self.rowSize)
        var next = 0
        for run in runs.runs {
            run.writeRow(firstEntry: next, into: &piece)
            next += run.entries.count + run.relocated.count
            if piece.count >= Self.pieceBytes { try Self.flush(&piece, file, &offset, &checksum) }
        }
        for run in runs.runs {
            for list in [run.entries, run.relocated] {
                for entry in list {
                    entry.write(into: &piece)
                    if piece.count >= Self.pieceBytes { try Self.flush(&piece, file, &offset, &checksum) }
                }
            }
        }
        try Self.flush(&piece, file, &offset, &checksum)
        head.appendLE(checksum)
        try file.writeAll([head.bytes], at: 0)
        try file.sync()
    }

    private static func flush(
        _ piece: inout ByteWriter,
        _ file: any LogFile,
        _ offset: inout Int,
        _ checksum: inout UInt32
    ) throws(FileSystemError) {
        guard piece.count > 0 else { return }
        checksum = CRC32C.checksum(piece.bytes, seed: checksum)
        try file.writeAll([piece.bytes], at: offset)
        offset += piece.count
        piece.removeAll()
    }
}

extension SegmentRuns.Run {
    fileprivate func writeRow(firstEntry: Int, into writer: inout ByteWriter) {
        writer.appendLE(startOffset)
        writer.appendLE(maxTimestampBefore)
        writer.appendLE(byteCount)
        writer.appendLE(UInt32(firstEntry))
        writer.appendLE(UInt32(entries.count))
        writer.appendLE(UInt32(firstEntry + entries.count))
        writer.appendLE(UInt32(relocated.count))
        writer.appendLE(relocatedByteCount)
    }

    /// Bytes of the batches that were written here first.
    var byteCount: UInt64 { entries.reduce(0) { $0 + UInt64($1.byteLength) } }
    /// Bytes of those that were moved here.
    var relocatedByteCount: UInt64 { relocated.reduce(0) { $0 + UInt64($1.byteLength) } }
}

extension IndexEntry {
    fileprivate func write(into writer: inout ByteWriter) {
        writer.appendLE(baseOffset)
        writer.appendLE(position)
        writer.appendLE(maxTimestamp)
        writer.appendLE(byteLength)
        writer.appendLE(recordCount)
    }
}
