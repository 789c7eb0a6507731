import Glibc

/// A file without a name: it is gone when it is closed, however the process ends.
final class SpillFile {
    private let descriptor: Int32
    private(set) var byteCount = 0

    /// - Throws: `BridgeError` when the directory takes no file.
    init(in directory: String) throws(BridgeError) {
        var path = Array("\(directory)/leat-stash-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Self.failure("begin in \(directory)") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws(BridgeError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(byteCount))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write \(rest.count) bytes") }
            byteCount += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Bytes after `byteCount` are forgotten.
    func truncate(to byteCount: Int) throws(BridgeError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw Self.failure("shorten it") }
        self.byteCount = byteCount
    }

    /// Reads everything, a buffer at a time.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(1 << 20, max(byteCount, 1)), alignment: 16)
        defer { buffer.deallocate() }
        var offset = 0
        while offset < byteCount {
            let count = pread(descriptor, buffer.baseAddress, min(buffer.count, byteCount - offset), off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("read it back") }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
    }

    private static func failure(_ doing: String) -> BridgeError {
        BridgeError(
            what: "the temporary file for a large transaction's events fails to \(doing): "
                + String(cString: strerror(errno)),
            remedy: "free space in the data directory, then `leat sources resume`", isRetriable: true)
    }
}
