import CommitLog

/// Reads a whole log again as a consumer of all partitions does, 1 MiB of each in turn: `directory=`; `by=sendfile` to
/// a local socket, or `by=copy` with pread into memory; `cold=1` empties the page cache before. The figures are those of
/// the reading thread.
struct RereadRun {
    private static let fetchBytes = 1 << 20

    func run(_ arguments: Arguments) throws {
        let directory = try arguments.text("directory")
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory))
        let connection = try arguments.text("by") == "sendfile" ? try LoopbackConnection() : nil
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 20, alignment: 4096)
        defer { memory.deallocate() }
        var positions = log.topics().flatMap(\.partitions).map { (partition: $0, offset: Int64(0)) }
        if arguments.number("cold", default: 0) == 1 { try PageCache.drop(filesIn: directory + "/log") }
        let (start, cpu) = (ProcessUsage.now, ProcessUsage.threadCPUSeconds)
        var (bytes, batches) = (0, 0)
        var slices: [BatchSlice] = []
        var next = 0
        while !positions.isEmpty {
            if next >= positions.count { next = 0 }
            let (partition, offset) = positions[next]
            slices.removeAll(keepingCapacity: true)
            try log.read(partition: partition, from: offset, maxBytes: Self.fetchBytes, into: &slices)
            guard let last = slices.last else {
                positions.remove(at: next)
                continue
            }
            for slice in slices {
                if let connection, let descriptor = slice.descriptor {
                    try connection.send(descriptor, offset: slice.fileOffset, count: slice.byteLength)
                } else {
                    try slice.copy(into: memory)
                }
                bytes += slice.byteLength
            }
            batches += slices.count
            positions[next].offset = last.lastOffset + 1
            next += 1
        }
        let seconds = ProcessUsage.now - start
        let cpuSeconds = ProcessUsage.threadCPUSeconds - cpu
        connection?.finish()
        var figures = Figures()
        figures.add("bytes", bytes)
        figures.add("batches", batches)
        figures.add("bytes_per_second", Double(bytes) / seconds)
        figures.add("bytes_per_cpu_second", Double(bytes) / cpuSeconds)
        figures.printLine()
        log.close()
    }
}
