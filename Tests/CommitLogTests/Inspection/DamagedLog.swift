@testable import CommitLog

/// A log of several segments, and ways to break it.
struct DamagedLog {
    let disk: SimulatedDisk
    let partition: PartitionID

    /// Twelve frames of two records in segments of about three, with a source's checkpoint in each.
    static func make() throws -> DamagedLog {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: SegmentHeader.size + 2000)
        let partition = try log.makeTopic("orders", partitions: 2)[1]
        let source = try log.settled { try log.registerSource(named: "trade") }
        for number in 1...12 {
            try log.appendAndWait(
                partition,
                records: 2,
                payload: [UInt8](repeating: UInt8(number), count: 300),
                source: source,
                checkpoint: [UInt8(number)]
            )
        }
        log.close()
        return DamagedLog(disk: disk, partition: partition)
    }

    /// The data frames in order.
    func dataFrames() throws -> [FoundFrame] { try disk.frames().filter { $0.kind == .data } }

    func path(of position: UInt64) -> String {
        disk.segmentPaths.last { (Segment.start(inName: String($0.suffix(28))) ?? 0) <= position } ?? ""
    }

    /// Flips a bit at a log position.
    func flip(at position: UInt64) {
        let path = path(of: position)
        var bytes = disk.bytes(path)
        bytes[Int(position - (Segment.start(inName: String(path.suffix(28))) ?? 0))] ^= 1
        disk.put(path, bytes)
    }

    /// Fails every call that would change the disk.
    func makeReadOnly() {
        disk.set {
            $0.fault = { call, _ in
                ["pwritev", "fdatasync", "ftruncate", "rename", "unlink", "fsync"].contains(call) ? 30 : nil
            }
        }
    }

    func inspect() throws -> LogInspection { try LogInspection.open(directory: "d", fileSystem: disk) }

    func repair() throws -> LogRepair {
        try LogRepair(directory: "d", merging: Concatenation(), environment: testEnvironment(disk))
    }
}
