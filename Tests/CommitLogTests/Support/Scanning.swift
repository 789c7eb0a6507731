@testable import CommitLog

/// A frame found on a simulated disk.
struct FoundFrame {
    let position: UInt64
    let kind: FrameKind?
    let header: FrameHeader
    var end: UInt64 { position + UInt64(header.frameLength) }
}

extension SimulatedDisk {
    /// Recovers without changing anything and without threads.
    func scan() throws -> RecoveredLog {
        try RecoveryScan(environment: testEnvironment(self), logDirectory: "d/log", merging: Concatenation()).recover()
    }

    /// All frames of all segments.
    func frames() throws -> [FoundFrame] {
        var found: [FoundFrame] = []
        for segment in try scan().segments {
            let header = try SegmentHeader(file: segment.file, path: segment.path)
            let reader = FrameReader(segment, seal: FrameSeal(log: header.uuid))
            var position = segment.start + UInt64(SegmentHeader.size)
            while case .frame(let frame) = try reader.read(at: position) {
                found.append(FoundFrame(position: position, kind: FrameKind(rawValue: frame.kind), header: frame))
                position += UInt64(frame.frameLength)
            }
        }
        return found
    }

    /// A copy with only the segment of this content.
    static func with(segment bytes: [UInt8], like disk: SimulatedDisk) -> SimulatedDisk {
        let copy = SimulatedDisk()
        copy.put(disk.segmentPaths[0], bytes)
        return copy
    }
}
