import CommitLog

/// Reads a whole log again as a consumer of all partitions does, 1 MiB of each in turn: `directory=`; `by=sendfile` of
/// each batch to a local socket, `by=write` of one response gathered with pread, or `by=copy`, the pread alone. The
/// figures are those of the reading thread.
struct RereadRun {
    private static let fetchBytes = 1 << 20

    func run(_ arguments: Arguments) throws {
        let directory = try arguments.text("directory")
        let log = try CommitLog.open(CommitLogConfiguration(directory: directory))
        let by = try arguments.text("by")
        let connection = by == "copy" ? nil : try LoopbackConnection()
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 20, alignment: 4096)
        defer { memory.deallocate() }
        var positions = log.topics().flatMap(\.partitions).map { (partition: $0, offset: Int64(0)) }
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
            var gathered = 0
            for slice in slices {
                if by == "sendfile", let connection, let descriptor = slice.descriptor {
                    try connection.send(descriptor, offset: slice.fileOffset, count: slice.byteLength)
                } else {
                    try slice.copy(into: UnsafeMutableRawBufferPointer(rebasing: memory[gathered...]))
                    gathered += slice.byteLength
                }
                bytes += slice.byteLength
            }
            try connection?.send(UnsafeRawBufferPointer(rebasing: memory[..<gathered]))
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
