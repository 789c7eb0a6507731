/// One record batch in the log, as it stands on disk.
public struct BatchSlice: Sendable {
    public let segment: Segment
    /// Held open, so that the batch can be read whatever becomes of the segment.
    let file: any LogFile
    /// Log position of the batch's first byte; `fileOffset` is the same in the file.
    public let position: UInt64
    public let byteLength: Int
    public let baseOffset: Int64
    public let lastOffset: Int64
    /// The leader epoch that is stamped in it.
    public let leaderEpoch: Int32

    /// Where the batch begins in the segment's file.
    public var fileOffset: Int { segment.offset(of: position) }

    /// File descriptor for sendfile, valid as long as this value lives; nil if the file is none of the system's.
    public var descriptor: Int32? { file.descriptor }

    /// True if the batch can be sent from its file at once: it is in memory, and its head is that of this batch.
    /// - Throws: as `copy(into:)` does.
    public func canBeSent() throws(CommitLogError) -> Bool {
        guard file.descriptor != nil, file.isInMemory(fileOffset..<fileOffset + byteLength) else { return false }
        let result = withUnsafeTemporaryAllocation(byteCount: BatchHeader.size, alignment: 8) { head in
            Result { () throws(CommitLogError) in
                do throws(FileSystemError) {
                    guard try file.readAll(into: head, at: fileOffset) == head.count else { return }
                } catch {
                    throw error.asLogError(position: position)
                }
                try checkHead(UnsafeRawBufferPointer(head))
            }
        }
        try result.get()
        return true
    }

    /// Reads the batch.
    /// - Parameter buffer: at least `byteLength` bytes.
    /// - Throws: `ioFailure`; the position names where.
    public func copy(into buffer: UnsafeMutableRawBufferPointer) throws(CommitLogError) {
        precondition(buffer.count >= byteLength, "the buffer is smaller than the batch")
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(byteLength))
        do throws(FileSystemError) {
            let count = try file.readAll(into: target, at: fileOffset)
            guard count == byteLength else { throw FileSystemError(call: "pread", path: segment.path, errno: 5) }
        } catch {
            throw error.asLogError(position: position)
        }
        try checkHead(UnsafeRawBufferPointer(target))
    }

    /// The first bytes of a batch lie outside of its own checksum, and those who read the log have no other: an offset
    /// that changed on the disk would be believed.
    func checkHead(_ batch: UnsafeRawBufferPointer) throws(CommitLogError) {
        let isHead = BatchHeader.isHead(
            batch, byteLength: byteLength, baseOffset: baseOffset, leaderEpoch: leaderEpoch)
        guard !isHead else { return }
        throw CommitLogError(
            .corruption,
            "the record batch at log position \(position) (\(segment.path), byte \(fileOffset)) is damaged: "
                + "it does not begin as the batch of offset \(baseOffset)",
            remedy: "look at `leat log check`; restore the file from a copy",
            position: position
        )
    }

    /// Reads the batch into memory of its own.
    public func bytes() throws(CommitLogError) -> [UInt8] {
        var failure: CommitLogError?
        let bytes = [UInt8](unsafeUninitializedCapacity: byteLength) { buffer, count in
            do throws(CommitLogError) {
                try copy(into: UnsafeMutableRawBufferPointer(buffer))
                count = byteLength
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
