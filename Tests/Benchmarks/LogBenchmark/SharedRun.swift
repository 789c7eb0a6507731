import CommitLog
import Synchronization
import Threads

/// Appends at saturation while consumers read old data of the log at `directory=`, in turn with times without them:
/// `rounds=` of twice `seconds=`, `consumers=`, `rate=` MB/s of all consumers together.
struct SharedRun {
    func run(_ arguments: Arguments) throws {
        let log = try CommitLog.open(CommitLogConfiguration(directory: try arguments.text("directory")))
        let old = log.topics().flatMap(\.partitions)
        let seconds = Double(arguments.number("seconds", default: 4))
        let rate = Double(arguments.number("rate", default: 100)) * 1e6
        let readers = PacedReaders(
            log, old, count: arguments.number("consumers", default: 100), bytesPerSecond: rate)
        var load = try Load(log, topic: "new", partitions: 100, rowsPerBatch: 50)
        var alone: [Double] = []
        var beside: [Double] = []
        var reading: [Double] = []
        try measure(&load, seconds: seconds / 2)
        for _ in 0..<arguments.number("rounds", default: 5) {
            alone.append(try measure(&load, seconds: seconds))
            readers.isActive.store(true, ordering: .relaxed)
            let before = readers.bytes.load(ordering: .relaxed)
            let start = ProcessUsage.now
            beside.append(try measure(&load, seconds: seconds))
            reading.append(Double(readers.bytes.load(ordering: .relaxed) - before) / (ProcessUsage.now - start))
            readers.isActive.store(false, ordering: .relaxed)
        }
        readers.stop()
        var figures = Figures()
        figures.add("alone_bytes_per_second", alone)
        figures.add("beside_bytes_per_second", beside)
        figures.add("read_bytes_per_second", reading)
        figures.printLine()
        log.close()
    }

    /// Record bytes a second, until all of them are durable.
    @discardableResult
    private func measure(_ load: inout Load, seconds: Double) throws -> Double {
        let (start, records) = (ProcessUsage.now, load.records)
        while ProcessUsage.now - start < seconds { try load.appendFrame() }
        try load.waitUntilVisible()
        return Double((load.records - records) * Batches.recordBytes) / (ProcessUsage.now - start)
    }
}

/// Consumers that each fetch up to 1 MiB at a time from the beginning on, held to a rate.
private final class PacedReaders: Sendable {
    let isActive = Atomic(false)
    let bytes = Atomic(0)
    private static let fetchBytes = Double(1 << 20)
    private let isStopping = Atomic(false)
    private let threads = ConditionLock<[DedicatedThread]>([])

    init(_ log: CommitLog, _ partitions: [PartitionID], count: Int, bytesPerSecond: Double) {
        let each = bytesPerSecond / Double(count)
        for number in 0..<count {
            let thread = DedicatedThread(name: "consumer") { [self] in
                // Not all at the same moment.
                let start = Self.fetchBytes * Double(number) / Double(count)
                consume(log, partitions[number % partitions.count], bytesPerSecond: each, allowance: start)
            }
            threads.withLock { $0.append(thread) }
        }
    }

    private func consume(
        _ log: CommitLog,
        _ partition: PartitionID,
        bytesPerSecond: Double,
        allowance start: Double
    ) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 << 20, alignment: 4096)
        defer { memory.deallocate() }
        var slices: [BatchSlice] = []
        var offset: Int64 = 0
        var allowance = start
        var last = ProcessUsage.now
        while !isStopping.load(ordering: .relaxed) {
            pauseMicroseconds(20_000)
            let now = ProcessUsage.now
            let elapsed = now - last
            last = now
            guard isActive.load(ordering: .relaxed) else { continue }
            allowance += elapsed * bytesPerSecond
            guard allowance >= Self.fetchBytes else { continue }
            slices.removeAll(keepingCapacity: true)
            guard
                (try? log.read(partition: partition, from: offset, maxBytes: Int(Self.fetchBytes), into: &slices))
                    != nil,
                let end = slices.last?.lastOffset
            else { continue }
            var read = 0
            for slice in slices where (try? slice.copy(into: memory)) != nil { read += slice.byteLength }
            allowance -= Double(read)
            bytes.wrappingAdd(read, ordering: .relaxed)
            offset = end + 1
        }
    }

    func stop() {
        isStopping.store(true, ordering: .relaxed)
        for thread in threads.withLock({ $0 }) { thread.join() }
    }
}
