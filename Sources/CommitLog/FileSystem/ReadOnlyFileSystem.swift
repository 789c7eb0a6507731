import Glibc

/// The real file system, for looking only: every call that would change something fails with EROFS, so that whoever
/// inspects a log cannot change it by mistake. It works on a read-only mount and with read permission alone.
public struct ReadOnlyFileSystem: LogFileSystem {
    public init() {}

    public func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile {
        guard !create else { throw FileSystemError(call: "open", path: path, errno: EROFS) }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError(call: "open", path: path, errno: errno) }
        return PosixFile(descriptor: descriptor, path: path)
    }

    public func list(_ directory: String) throws(FileSystemError) -> [String] {
        try PosixFileSystem().list(directory)
    }

    /// Shares the lock with others who look, and keeps those who write away. No lock file: nobody ever wrote here.
    public func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 || errno == ENOENT else { throw FileSystemError(call: "open", path: path, errno: errno) }
        if descriptor >= 0, flock(descriptor, LOCK_SH | LOCK_NB) != 0 {
            let error = FileSystemError(call: "flock", path: path, errno: errno)
            close(descriptor)
            throw error
        }
        return PosixLock(descriptor: descriptor)
    }

    public func freeBytes(_ path: String) -> UInt64? { PosixFileSystem().freeBytes(path) }

    public func makeDirectory(_ path: String) throws(FileSystemError) { throw refusal("mkdir", path) }
    public func rename(_ from: String, to: String) throws(FileSystemError) { throw refusal("rename", from) }
    public func remove(_ path: String) throws(FileSystemError) { throw refusal("unlink", path) }
    public func syncDirectory(_ path: String) throws(FileSystemError) { throw refusal("fsync", path) }

    private func refusal(_ call: String, _ path: String) -> FileSystemError {
        FileSystemError(call: call, path: path, errno: EROFS)
    }
}
