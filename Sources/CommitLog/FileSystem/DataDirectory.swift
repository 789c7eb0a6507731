import Glibc

/// The folder that one log has for itself.
struct DataDirectory {
    let path: String
    let fileSystem: any LogFileSystem

    /// Takes hold of the directory.
    /// - Throws: `inUse` when another process has it, or the disk's error.
    func lock() throws(CommitLogError) -> any DirectoryLock {
        do throws(FileSystemError) {
            return try fileSystem.lock(path + "/lock")
        } catch {
            guard error.call == "flock" else { throw error.asLogError() }
            throw CommitLogError(
                .inUse,
                "the data directory \(path) is in use by another process",
                remedy: "stop the other leat that runs on it, or choose another directory",
                errno: error.errno
            )
        }
    }

    /// - Throws: `notFound` when no log was ever written here.
    func requireLog() throws(CommitLogError) {
        var names: [String] = []
        do throws(FileSystemError) {
            names = try fileSystem.list(path + "/log")
        } catch {
            guard error.errno == ENOENT || error.errno == ENOTDIR else { throw error.asLogError() }
        }
        guard names.contains(where: { Segment.start(inName: $0) != nil }) else {
            throw CommitLogError(
                .notFound,
                "there is no queue in \(path)",
                remedy: "name the directory that `queue.directory` in the configuration says; `leat run` makes it"
            )
        }
    }
}
