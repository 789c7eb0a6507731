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

    /// Looks at one byte of each 64 KiB, which is less than the system reads ahead.
    func isInMemory(_ range: Range<Int>) -> Bool {
        guard let last = range.last else { return true }
        var byte: UInt8 = 0
        return withUnsafeMutableBytes(of: &byte) { byte in
            var part = iovec(iov_base: byte.baseAddress, iov_len: 1)
            var offset = range.lowerBound
            while offset < last {
                guard preadv2(handle, &part, 1, offset, RWF_NOWAIT) == 1 else { return false }
                offset += 64 << 10
            }
            return preadv2(handle, &part, 1, last, RWF_NOWAIT) == 1
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
