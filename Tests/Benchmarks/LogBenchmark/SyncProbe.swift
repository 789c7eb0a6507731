import Glibc

/// The disk itself: write and fdatasync over zeros that are there already, the cheapest durable write that there is.
final class SyncProbe {
    private let handle: Int32
    private let buffer: UnsafeMutableRawBufferPointer
    private let fileBytes: Int
    private var offset = 0

    init(path: String, writeBytes: Int, fileBytes: Int = 64 << 20) throws {
        handle = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard handle >= 0 else { throw BenchmarkError(what: "\(path) cannot be made") }
        self.fileBytes = fileBytes
        buffer = .allocate(byteCount: writeBytes, alignment: 4096)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        while offset < fileBytes { try writeNext() }
        offset = 0
        fsync(handle)
        for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 31) }
    }

    deinit {
        close(handle)
        buffer.deallocate()
    }

    private func writeNext() throws {
        guard pwrite(handle, buffer.baseAddress, buffer.count, offset) == buffer.count else {
            throw BenchmarkError(what: "the disk did not take a write")
        }
        offset += buffer.count
    }

    /// Seconds of the next write and its fdatasync.
    func measure() throws -> Double {
        if offset + buffer.count > fileBytes { offset = 0 }
        let start = ProcessUsage.now
        try writeNext()
        guard fdatasync(handle) == 0 else { throw BenchmarkError(what: "fdatasync failed") }
        return ProcessUsage.now - start
    }
}
