extension RecoveryScan {
    private static let windowBytes = 1 << 20

    /// The last segment goes on with something that is not its next frame. Zeros were prepared and never written. Bytes of an
    /// unfinished write are cut off later. But if a frame further on says that the one missing here was durable, it was
    /// acknowledged, and to go on without it would be a loss in silence.
    mutating func judgeTail(_ reader: FrameReader, _ segment: Segment, _ reading: FrameReading) throws(CommitLogError) {
        if reading == .end { return }
        let missing = log.lastSequence + 1
        let evidence: UInt64?
        do throws(FileSystemError) {
            evidence = try frame(thatVouchesFor: missing, reader, segment)
        } catch {
            throw error.asLogError(position: log.endPosition)
        }
        guard let evidence else { return }
        throw corruption(
            at: log.endPosition,
            in: segment,
            "frame \(missing) cannot be read, and the frame at position \(evidence) says that it was durable"
        )
    }

    /// Looks through the rest of the segment for a good frame with a durable sequence of at least `missing`.
    /// - Returns: its position.
    private mutating func frame(
        thatVouchesFor missing: UInt64,
        _ reader: FrameReader,
        _ segment: Segment
    ) throws(FileSystemError) -> UInt64? {
        var offset = segment.offset(of: log.endPosition)
        while true {
            let view = try reader.view(at: offset, count: Self.windowBytes)
            let rest = UnsafeRawBufferPointer(rebasing: view.prefix(Self.windowBytes))
            var candidate: Int?
            for word in 0..<rest.count / 8 {
                let value = rest.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
                if value == 0 { continue }
                log.hasTornTail = true
                if UInt32(truncatingIfNeeded: UInt64(littleEndian: value)) == FrameHeader.magic {
                    candidate = word * 8
                    break
                }
            }
            if let candidate {
                let position = segment.start + UInt64(offset + candidate)
                if case .frame(let frame) = try reader.read(at: position), frame.durableSequence >= missing {
                    return position
                }
                offset += candidate + 8
                continue
            }
            if rest.count % 8 != 0, rest.suffix(rest.count % 8).contains(where: { $0 != 0 }) { log.hasTornTail = true }
            if rest.count < Self.windowBytes { return nil }
            offset += rest.count
        }
    }
}
