import Glibc

/// The real file system.
public struct PosixFileSystem: LogFileSystem {
    public init() {}

    public func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile {
        let flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_TRUNC : 0)
        let descriptor = Glibc.open(path, flags, 0o640)
        guard descriptor >= 0 else { throw failure("open", path) }
        return PosixFile(descriptor: descriptor, path: path)
    }

    public func list(_ directory: String) throws(FileSystemError) -> [String] {
        guard let stream = opendir(directory) else { throw failure("opendir", directory) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw failure("readdir", directory) }
        return names
    }

    public func makeDirectory(_ path: String) throws(FileSystemError) {
        if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw failure("mkdir", path)
        }
        try makeDirectory(String(path[..<slash]))
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw failure("mkdir", path) }
    }

    public func rename(_ from: String, to: String) throws(FileSystemError) {
        guard Glibc.rename(from, to) == 0 else { throw failure("rename", from) }
    }

    public func remove(_ path: String) throws(FileSystemError) {
        guard unlink(path) == 0 else { throw failure("unlink", path) }
    }

    public func syncDirectory(_ path: String) throws(FileSystemError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
    }

    public func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = failure("flock", path)
            close(descriptor)
            throw error
        }
        return PosixLock(descriptor: descriptor)
    }

    public func freeBytes(_ path: String) -> UInt64? {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        return UInt64(information.f_bavail) * UInt64(information.f_frsize)
    }

    private func failure(_ call: String, _ path: String) -> FileSystemError {
        FileSystemError(call: call, path: path, errno: errno)
    }
}

final class PosixLock: DirectoryLock {
    private let descriptor: Int32
    /// - Parameter descriptor: of the open lock file; negative when there is none to hold.
    init(descriptor: Int32) { self.descriptor = descriptor }
    // Closing the only descriptor of the open file releases flock's hold, as does the end of the process.
    deinit { if descriptor >= 0 { close(descriptor) } }
}
