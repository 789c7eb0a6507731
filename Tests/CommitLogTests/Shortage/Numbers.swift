import Testing

@testable import CommitLog

/// Two sources send numbers, each to its partition, and keep their place; a group stores offsets in between. Segments
/// are small, so that the log rolls every few frames.
final class Numbers {
    let small = SmallDisk()
    private(set) var log: CommitLog
    /// Numbers that a source has sent.
    private(set) var sent = 0
    private(set) var storedOffset: Int64 = 0
    /// Calls that the log had made when the numbers began.
    let callsAtBegin: Int

    init(durability: Durability = .fsync, writeBytesMax: Int = .max) throws {
        small.configuration.segmentBytes = 8192
        small.configuration.reserveBytes = 16 << 10
        small.configuration.durability = durability
        small.disk.set { $0.writeBytesMax = writeBytesMax }
        log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 2)
        for name in ["a", "b"] { _ = try log.registerSource(named: name) }
        callsAtBegin = small.disk.get { $0.calls }
    }

    var calls: Int { small.disk.get { $0.calls } - callsAtBegin }

    /// From the call with this number on, so many fail.
    func fail(_ names: Set<String>, from first: Int, count: Int, _ code: Int32) {
        let begin = callsAtBegin + first
        let end = count == .max ? .max : begin + count
        small.disk.set { $0.fault = { names.contains($0) && $1 >= begin && $1 < end ? code : nil } }
    }

    func run(_ count: Int = 14) {
        for _ in 0..<count {
            let number = UInt8(sent)
            let payload = [number] + [UInt8](repeating: 0xAA, count: sent % 7 == 3 ? 5000 : sent * 37 % 900)
            for source in 0..<2 as Range<UInt32> {
                try? log.append(source, payload: payload, source: source + 1, checkpoint: [number])
            }
            sent += 1
            if sent % 3 != 0 { small.settle(log) }
            if sent % 4 == 0, small.commit(log, Int64(sent)) == nil { storedOffset = Int64(sent) }
            small.clock.advance(microseconds: 400_000)
            small.settle(log)
        }
    }

    /// Numbers of a partition that can be read.
    func visible(_ partition: PartitionID) throws -> Int { Int(log.partitionState(partition)?.highWatermark ?? 0) }

    /// Each number stands once, in its order; sources and group are where they should be.
    func check(atLeast: [Int], _ what: Comment) throws {
        for partition in 0..<2 as Range<UInt32> {
            let contents = try log.contents(partition)
            #expect(contents.map { Int($0.payload[0]) } == Array(0..<contents.count), what)
            #expect(contents.map { Int($0.offset) } == Array(0..<contents.count), what)
            #expect(contents.count >= atLeast[Int(partition)], what)
            #expect(log.sourceState(partition + 1)?.count ?? 0 == contents.count, what)
        }
        #expect(log.groupOffsets("g").last?.offset ?? 0 >= storedOffset, what)
    }

    func kill() throws { log = try small.restart(log) }

    func cutPower(seed: UInt64) throws {
        log.abandon()
        var generator = SeededGenerator(seed: seed)
        small.disk = small.disk.afterPowerCut(using: &generator)
        log = try small.open()
    }

    func close() { log.close() }
}
