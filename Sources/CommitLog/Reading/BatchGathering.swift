import Glibc

extension [BatchSlice] {
    /// Reads the batches, one directly after the other.
    ///
    /// Batches that stand close together in a file are read with one call, and what stands between them is thrown away:
    /// below some KiB a call costs more than the bytes.
    /// - Parameter buffer: as many bytes as the batches have together.
    /// - Throws: `ioFailure` or `corruption`; the position names where.
    public func copy(into buffer: UnsafeMutableRawBufferPointer) throws(CommitLogError) {
        var rest = self[...]
        var room = buffer
        while let first = rest.first {
            let run = rest.runOfNeighbours
            let byteCount = run.reduce(0) { $0 + $1.byteLength }
            precondition(room.count >= byteCount, "the buffer is smaller than the batches")
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(byteCount))
            if run.count == 1 { try first.copy(into: target) } else { try run.read(into: target) }
            room = UnsafeMutableRawBufferPointer(rebasing: room.dropFirst(byteCount))
            rest = rest[run.endIndex...]
        }
    }
}

extension ArraySlice<BatchSlice> {
    /// Measured: to throw 4 KiB away costs about what a call costs.
    private static var gapBytesMax: Int { 4 << 10 }
    /// With a gap behind each, no more than one preadv takes (Linux: IOV_MAX 1024).
    private static var runLengthMax: Int { 512 }

    /// The first batches, as far as they follow each other in one file.
    fileprivate var runOfNeighbours: ArraySlice<BatchSlice> {
        var end = startIndex + 1
        while end < endIndex, end - startIndex < Self.runLengthMax {
            let (last, next) = (self[end - 1], self[end])
            let lastEnd = last.fileOffset + last.byteLength
            guard next.file === last.file, next.fileOffset >= lastEnd, next.fileOffset - lastEnd <= Self.gapBytesMax
            else { break }
            end += 1
        }
        return self[..<end]
    }

    /// Reads a run of neighbours with as few calls as the system lets.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) throws(CommitLogError) {
        guard let first else { return }
        let result = withUnsafeTemporaryAllocation(byteCount: Self.gapBytesMax, alignment: 16) { gap in
            var parts: [UnsafeMutableRawBufferPointer] = []
            parts.reserveCapacity(2 * count)
            var (done, fileEnd) = (0, first.fileOffset)
            for batch in self {
                let between = batch.fileOffset - fileEnd
                if between > 0 { parts.append(UnsafeMutableRawBufferPointer(rebasing: gap.prefix(between))) }
                parts.append(UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + batch.byteLength]))
                done += batch.byteLength
                fileEnd = batch.fileOffset + batch.byteLength
            }
            return first.read(&parts)
        }
        try result.get()
        var done = 0
        for batch in self {
            try batch.checkHead(UnsafeRawBufferPointer(rebasing: buffer[done..<done + batch.byteLength]))
            done += batch.byteLength
        }
    }
}

extension BatchSlice {
    /// Fills the parts one after the other from the batch's begin on.
    fileprivate func read(_ parts: inout [UnsafeMutableRawBufferPointer]) -> Result<Void, CommitLogError> {
        do throws(FileSystemError) {
            var offset = fileOffset
            var rest = parts[...]
            while !rest.isEmpty {
                var count = try file.readSlice(rest, at: offset)
                guard count > 0 else { throw FileSystemError(call: "preadv", path: segment.path, errno: EIO) }
                offset += count
                while let part = rest.first, part.count <= count {
                    count -= part.count
                    rest.removeFirst()
                }
                if count > 0, let part = rest.first {
                    rest[rest.startIndex] = UnsafeMutableRawBufferPointer(rebasing: part[count...])
                }
            }
            return .success(())
        } catch {
            return .failure(error.asLogError(position: position))
        }
    }
}

extension LogFile {
    fileprivate func readSlice(
        _ parts: ArraySlice<UnsafeMutableRawBufferPointer>,
        at offset: Int
    ) throws(FileSystemError) -> Int {
        let result = parts.withUnsafeBufferPointer { parts -> Result<Int, FileSystemError> in
            do throws(FileSystemError) { return .success(try read(into: parts, at: offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
