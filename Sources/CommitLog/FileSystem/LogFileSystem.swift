/// Everything that the log asks of the operating system, so that tests can put faults in its way. One dynamic call
/// for each system call costs nothing beside it.
public protocol LogFileSystem: Sendable {
    /// Opens a file for reading and writing.
    /// - Parameter create: make it, and empty it if it is there.
    func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile
    /// Names in a directory, unsorted, without `.` and `..`.
    func list(_ directory: String) throws(FileSystemError) -> [String]
    /// Makes the directory, and those above it, unless they exist.
    func makeDirectory(_ path: String) throws(FileSystemError)
    func rename(_ from: String, to: String) throws(FileSystemError)
    func remove(_ path: String) throws(FileSystemError)
    /// Makes names in a directory durable.
    func syncDirectory(_ path: String) throws(FileSystemError)
    /// Holds the file's lock until the returned object goes away. EWOULDBLOCK: somebody else has it.
    func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock
    /// Bytes that an ordinary user may still write to the file system that holds `path`.
    func freeBytes(_ path: String) -> UInt64?
}

/// An open file. Calls may come from several threads.
public protocol LogFile: AnyObject, Sendable {
    /// pwritev(2): writes the parts one after the other.
    /// - Returns: bytes written, possibly fewer than asked for.
    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int
    /// pread(2).
    /// - Returns: bytes read, 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int
    /// preadv(2): fills the parts one after the other.
    /// - Returns: bytes read, possibly fewer than there is room for; 0 at the end of the file.
    func read(
        into parts: UnsafeBufferPointer<UnsafeMutableRawBufferPointer>,
        at offset: Int
    ) throws(FileSystemError) -> Int
    /// fdatasync(2).
    func sync() throws(FileSystemError)
    /// ftruncate(2).
    func truncate(to length: Int) throws(FileSystemError)
    /// Length in bytes.
    func length() throws(FileSystemError) -> Int
    /// File descriptor for sendfile, if there is one.
    var descriptor: Int32? { get }
    /// True if reading these bytes would not wait for the disk.
    func isInMemory(_ range: Range<Int>) -> Bool
}

extension LogFile {
    public func isInMemory(_ range: Range<Int>) -> Bool { false }

    /// For files of tests: one part at a time.
    public func read(
        into parts: UnsafeBufferPointer<UnsafeMutableRawBufferPointer>,
        at offset: Int
    ) throws(FileSystemError) -> Int {
        guard let first = parts.first else { return 0 }
        return try read(into: first, at: offset)
    }
}

/// The hold on a directory; it ends with the object.
public protocol DirectoryLock: AnyObject, Sendable {}

/// A system call that failed.
public struct FileSystemError: Error, Equatable {
    /// Name of the call, such as "fdatasync".
    public let call: String
    public let path: String
    public let errno: Int32

    public init(call: String, path: String, errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }
}
