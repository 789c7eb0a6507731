import Glibc

/// Stands for a file that has not been opened: every call fails.
final class NoFile: LogFile {
    private var failure: FileSystemError { FileSystemError(call: "open", path: "(no file)", errno: EBADF) }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        throw failure
    }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        throw failure
    }
    func sync() throws(FileSystemError) { throw failure }
    func truncate(to length: Int) throws(FileSystemError) { throw failure }
    func length() throws(FileSystemError) -> Int { throw failure }
    var descriptor: Int32? { nil }
}
