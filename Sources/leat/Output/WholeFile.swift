import CommitLog
import Glibc

/// A file that is there whole or not at all.
struct WholeFile {
    let path: String

    /// Replaces the file by one that is on the disk before it has the name.
    /// - Throws: `CommandFailure` with the system's word.
    func write(_ bytes: [UInt8]) throws {
        let system = PosixFileSystem()
        let partial = path + ".partial"
        do {
            let file = try system.open(partial, create: true)
            var start = 0
            while start < bytes.count { start += try Self.write(bytes[start...], to: file, at: start) }
            try file.sync()
            try system.rename(partial, to: path)
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
            try system.syncDirectory(String(folder))
        } catch let error as FileSystemError {
            throw Self.failure(error, "choose another place, or give this user access to it")
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: any LogFile, at offset: Int) throws -> Int {
        try bytes.withUnsafeBytes { part in
            try withUnsafePointer(to: part) { try file.write(UnsafeBufferPointer(start: $0, count: 1), at: offset) }
        }
    }

    /// All of its bytes.
    /// - Throws: `CommandFailure` with the system's word, also for a file over `bytesMax`.
    func read(bytesMax: Int) throws -> [UInt8] {
        do {
            let file = try ReadOnlyFileSystem().open(path, create: false)
            let length = try file.length()
            guard length <= bytesMax else { throw FileSystemError(call: "read", path: path, errno: EFBIG) }
            var bytes = [UInt8](repeating: 0, count: length)
            var start = 0
            while start < length {
                let count = try bytes[start...].withUnsafeMutableBytes { try file.read(into: $0, at: start) }
                if count == 0 { break }
                start += count
            }
            return Array(bytes[..<start])
        } catch let error as FileSystemError {
            throw Self.failure(error, "name a file that is there and that this user may read")
        }
    }

    private static func failure(_ error: FileSystemError, _ remedy: String) -> CommandFailure {
        CommandFailure(
            "\(error.call) of \(error.path) failed: \(String(cString: strerror(error.errno)))",
            remedy: remedy,
            code: .usage
        )
    }
}
