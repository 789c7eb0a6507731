import CommitLog
import Glibc

enum PageCache {
    /// Lets the system forget what it holds of a directory's files: the next read comes from the disk.
    static func drop(filesIn directory: String) throws {
        for name in try PosixFileSystem().list(directory) {
            let file = open(directory + "/" + name, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw BenchmarkError(what: "\(name) cannot be opened") }
            fsync(file)
            posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
            close(file)
        }
    }
}
