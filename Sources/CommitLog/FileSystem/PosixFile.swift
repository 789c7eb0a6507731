import Glibc

/// A file descriptor, closed with the object.
final class PosixFile: LogFile {
    private let handle: Int32
    private let path: String
    /// Parts that one pwritev takes (Linux: IOV_MAX).
    private static let partsMax = 1024

    init(descriptor: Int32, path: String) {
        handle = descriptor
        self.path = path
    }

    deinit { close(handle) }

    var descriptor: Int32? { handle }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        let count = min(parts.count, Self.partsMax)
        let written = withUnsafeTemporaryAllocation(of: iovec.self, capacity: count) { vectors in
            for index in 0..<count {
                vectors.initializeElement(
                    at: index,
                    to: iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: parts[index].baseAddress),
                        iov_len: parts[index].count
                    )
                )
            }
            return retryingInterrupts { pwritev(handle, vectors.baseAddress, Int32(count), offset) }
        }
        guard written >= 0 else { throw failure("pwritev") }
        return written
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        let count = retryingInterrupts { pread(handle, buffer.baseAddress, buffer.count, offset) }
        guard count >= 0 else { throw failure("pread") }
        return count
    }

    func read(
        into parts: UnsafeBufferPointer<UnsafeMutableRawBufferPointer>,
        at offset: Int
    ) throws(FileSystemError) -> Int {
        let count = min(parts.count, Self.partsMax)
        let read = withUnsafeTemporaryAllocation(of: iovec.self, capacity: count) { vectors in
            for index in 0..<count {
                vectors.initializeElement(
                    at: index,
                    to: iovec(iov_base: parts[index].baseAddress, iov_len: parts[index].count)
                )
            }
            return retryingInterrupts { preadv(handle, vectors.baseAddress, Int32(count), offset) }
        }
        guard read >= 0 else { throw failure("preadv") }
        return read
    }

    /// Asks by mincore(2), through a mapping that nobody reads: that cannot fail with a signal as reading it could.
    func isInMemory(_ range: Range<Int>) -> Bool {
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        let begin = range.lowerBound / pageSize * pageSize
        let length = range.upperBound - begin
        guard length > 0 else { return true }
        guard let mapping = mmap(nil, length, PROT_READ, MAP_SHARED, handle, begin), mapping != MAP_FAILED else {
            return false
        }
        defer { munmap(mapping, length) }
        let pages = (length + pageSize - 1) / pageSize
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pages) { residency in
            guard mincore(mapping, length, residency.baseAddress) == 0 else { return false }
            return residency.allSatisfy { $0 & 1 == 1 }
        }
    }

    func sync() throws(FileSystemError) {
        // Not repeated on EINTR: a second fdatasync after a failed one may report a success that never was.
        guard fdatasync(handle) == 0 else { throw failure("fdatasync") }
    }

    func truncate(to length: Int) throws(FileSystemError) {
        guard ftruncate(handle, length) == 0 else { throw failure("ftruncate") }
    }

    func length() throws(FileSystemError) -> Int {
        var information = stat()
        guard fstat(handle, &information) == 0 else { throw failure("fstat") }
        return Int(information.st_size)
    }

    private func retryingInterrupts(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private func failure(_ call: String) -> FileSystemError {
        FileSystemError(call: call, path: path, errno: errno)
    }
}
