import CommitLog

/// The real file system, but blocks of zeros become holes: 50 GB of log take a few megabytes, and every checksum is
/// right all the same. Nothing is made durable: for building a log only.
struct SparseFileSystem: LogFileSystem {
    private let system = PosixFileSystem()

    func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile {
        SparseFile(try system.open(path, create: create))
    }
    func list(_ directory: String) throws(FileSystemError) -> [String] { try system.list(directory) }
    func makeDirectory(_ path: String) throws(FileSystemError) { try system.makeDirectory(path) }
    func rename(_ from: String, to: String) throws(FileSystemError) { try system.rename(from, to: to) }
    func remove(_ path: String) throws(FileSystemError) { try system.remove(path) }
    func syncDirectory(_ path: String) throws(FileSystemError) {}
    func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock { try system.lock(path) }
    func freeBytes(_ path: String) -> UInt64? { system.freeBytes(path) }
}

private final class SparseFile: LogFile {
    private let file: any LogFile
    private static let blockBytes = 4096

    init(_ file: any LogFile) { self.file = file }

    var descriptor: Int32? { file.descriptor }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        var position = offset
        for part in parts {
            try writePart(part, at: position)
            position += part.count
        }
        // A hole at the end belongs to the file as well.
        if try file.length() < position { try file.truncate(to: position) }
        return position - offset
    }

    /// Writes everything but whole blocks of zeros.
    private func writePart(_ part: UnsafeRawBufferPointer, at offset: Int) throws(FileSystemError) {
        var kept = 0
        var start = 0
        while start < part.count {
            let blockEnd = min(part.count, start + Self.blockBytes - (offset + start) % Self.blockBytes)
            if blockEnd - start == Self.blockBytes, isZero(part, start) {
                try writeAll(part, kept..<start, at: offset)
                kept = blockEnd
            }
            start = blockEnd
        }
        try writeAll(part, kept..<part.count, at: offset)
    }

    private func isZero(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var bits: UInt64 = 0
        for word in stride(from: start, to: start + Self.blockBytes, by: 8) {
            bits |= bytes.loadUnaligned(fromByteOffset: word, as: UInt64.self)
        }
        return bits == 0
    }

    private func writeAll(
        _ part: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        at offset: Int
    ) throws(FileSystemError) {
        var rest = range
        while !rest.isEmpty {
            let slice = [UnsafeRawBufferPointer(rebasing: part[rest])]
            let result = slice.withUnsafeBufferPointer { slice -> Result<Int, FileSystemError> in
                do throws(FileSystemError) {
                    return .success(try file.write(slice, at: offset + rest.lowerBound))
                } catch {
                    return .failure(error)
                }
            }
            rest = rest.lowerBound + (try result.get())..<rest.upperBound
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        try file.read(into: buffer, at: offset)
    }
    func sync() throws(FileSystemError) {}
    func truncate(to length: Int) throws(FileSystemError) { try file.truncate(to: length) }
    func length() throws(FileSystemError) -> Int { try file.length() }
}
