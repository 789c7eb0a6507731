import Bytes
import CommitLog
import Glibc

/// Why a stored state cannot be taken up: it is made anew then.
struct ViewCheckpointError: Error {
    let why: String
}

/// The file of a view's checkpoint, `<name>.checkpoint`, with the one before it, `<name>.checkpoint.previous`. A new
/// one is written beside them, made durable, and takes its name in one step: a crash leaves a whole one at any moment.
struct ViewCheckpointFile {
    private let directory: String
    private let path: String
    private var previous: String { path + ".previous" }

    init(directory: String, name: String) {
        self.directory = directory
        path = "\(directory)/\(name).checkpoint"
    }

    /// The newest whole checkpoint; nil when there is none at all.
    /// - Throws: when there is one, and it cannot be used: it is damaged, or of another query.
    func load(identity: String, log: LogUUID) throws(ViewCheckpointError) -> ViewCheckpoint? {
        var why: String?
        for file in [path, previous] {
            guard let bytes = try Self.read(file) else { continue }
            let result = bytes.withUnsafeBytes { bytes -> Result<ViewCheckpoint, BytesError> in
                do throws(BytesError) { return .success(try ViewCheckpoint(bytes, log: log)) } catch {
                    return .failure(error)
                }
            }
            switch result {
            case .success(let checkpoint):
                guard checkpoint.identity == identity else {
                    throw ViewCheckpointError(why: "its query, its tables or their topics have changed")
                }
                return checkpoint
            case .failure(let error): why = why ?? "its checkpoint \(file) cannot be used: \(error)"
            }
        }
        if let why { throw ViewCheckpointError(why: why) }
        return nil
    }

    /// Whether a checkpoint of this very query is there; only its begin is read.
    func isThere(identity: String) -> Bool {
        let (wanted, offset) = ViewCheckpoint.identityBytes(identity)
        return [path, previous].contains { file in
            let handle = open(file, O_RDONLY | O_CLOEXEC)
            guard handle >= 0 else { return false }
            defer { close(handle) }
            var found = [UInt8](repeating: 0, count: wanted.count)
            let count = found.withUnsafeMutableBytes { pread(handle, $0.baseAddress, $0.count, offset) }
            return count == wanted.count && found == wanted
        }
    }

    /// Stores a checkpoint durably.
    func store(_ checkpoint: ViewCheckpoint, log: LogUUID) throws(ViewCheckpointError) {
        var bytes = ByteWriter(capacity: 64 << 10)
        checkpoint.write(log: log, into: &bytes)
        if mkdir(directory, 0o755) != 0, errno != EEXIST { throw Self.failed("mkdir", directory) }
        let new = path + ".new"
        try Self.write(bytes.bytes, to: new)
        if rename(path, previous) != 0, errno != ENOENT { throw Self.failed("rename", path) }
        guard rename(new, path) == 0 else { throw Self.failed("rename", new) }
        let handle = open(directory, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { throw Self.failed("open", directory) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw Self.failed("fsync", directory) }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: String) throws(ViewCheckpointError) {
        let handle = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw failed("open", file) }
        defer { close(handle) }
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(handle, rest.baseAddress, min(rest.count, 1 << 30))
            guard count > 0 else { throw failed("write", file) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        guard fdatasync(handle) == 0 else { throw failed("fdatasync", file) }
    }

    /// - Returns: nil when there is no such file.
    private static func read(_ file: String) throws(ViewCheckpointError) -> [UInt8]? {
        let handle = open(file, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else {
            if errno == ENOENT { return nil }
            throw failed("open", file)
        }
        defer { close(handle) }
        let length = lseek(handle, 0, SEEK_END)
        guard length >= 0, lseek(handle, 0, SEEK_SET) == 0 else { throw failed("lseek", file) }
        var error: ViewCheckpointError?
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            while count < length {
                let step = Glibc.read(handle, buffer.baseAddress.map { $0 + count }, Int(length) - count)
                if step < 0 { error = failed("read", file) }
                guard step > 0 else { break }
                count += step
            }
        }
        if let error { throw error }
        return bytes
    }

    private static func failed(_ call: String, _ file: String) -> ViewCheckpointError {
        ViewCheckpointError(why: "\(call) of \(file) failed: \(String(cString: strerror(errno)))")
    }
}
