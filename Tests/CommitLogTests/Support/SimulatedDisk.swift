import Glibc
import Synchronization
import Threads

@testable import CommitLog

/// A file system in memory that knows what a power cut would leave: what fdatasync covered, and of the rest whatever
/// pages chance lets through. Faults can be put in the way of any call.
final class SimulatedDisk: LogFileSystem, @unchecked Sendable {
    final class Inode {
        var cached: [UInt8] = []
        var durable: [UInt8] = []
        var dirtyPages: Set<Int> = []
    }
    struct State {
        var names: [String: Inode] = [:]
        var durableNames: [String: Inode] = [:]
        var isLocked = false
        var syncs = 0
        var writes = 0
        var calls = 0
        /// Longest write that one call takes.
        var writeBytesMax = Int.max
        /// Asked before each call; an error number makes it fail.
        var fault: (@Sendable (_ call: String, _ number: Int) -> Int32?)?
        /// Called inside each fdatasync before it takes effect.
        var onSync: (@Sendable () -> Void)?
    }
    let state = ConditionLock(State())
    static let pageBytes = 4096

    func check(_ call: String, _ path: String) throws(FileSystemError) {
        let code = state.withLock { state -> Int32? in
            state.calls += 1
            return state.fault?(call, state.calls)
        }
        if let code { throw FileSystemError(call: call, path: path, errno: code) }
    }

    func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile {
        try check("open", path)
        let inode = state.withLock { state -> Inode? in
            if create {
                let inode = Inode()
                state.names[path] = inode
                return inode
            }
            return state.names[path]
        }
        guard let inode else { throw FileSystemError(call: "open", path: path, errno: ENOENT) }
        return SimulatedFile(disk: self, inode: inode, path: path)
    }

    func list(_ directory: String) throws(FileSystemError) -> [String] {
        try check("opendir", directory)
        return state.withLock { state in
            state.names.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
        }
    }

    func makeDirectory(_ path: String) throws(FileSystemError) {}

    func rename(_ from: String, to: String) throws(FileSystemError) {
        try check("rename", from)
        state.withLock { state in
            state.names[to] = state.names[from]
            state.names[from] = nil
        }
    }

    func remove(_ path: String) throws(FileSystemError) {
        try check("unlink", path)
        state.withLock { $0.names[path] = nil }
    }

    func syncDirectory(_ path: String) throws(FileSystemError) {
        try check("fsync", path)
        state.withLock { $0.durableNames = $0.names }
    }

    func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock {
        let isFree = state.withLock { state in
            defer { state.isLocked = true }
            return !state.isLocked
        }
        guard isFree else { throw FileSystemError(call: "flock", path: path, errno: EWOULDBLOCK) }
        return SimulatedLock(disk: self)
    }

    func freeBytes(_ path: String) -> UInt64? { 1 << 30 }

    /// The disk after a power cut: unsynced pages survive or not as the generator says.
    func afterPowerCut(using generator: inout some RandomNumberGenerator) -> SimulatedDisk {
        let disk = SimulatedDisk()
        let (names, durableNames) = state.withLock { ($0.names, $0.durableNames) }
        let surviving = Bool.random(using: &generator) ? names : durableNames
        for (name, inode) in surviving.sorted(by: { $0.key < $1.key }) {
            let copy = Inode()
            copy.durable = inode.durable
            let isLengthKept = Bool.random(using: &generator)
            if isLengthKept {
                copy.durable += [UInt8](repeating: 0, count: max(0, inode.cached.count - inode.durable.count))
            }
            for page in inode.dirtyPages.sorted() where Bool.random(using: &generator) {
                let start = page * Self.pageBytes
                let end = min(start + Self.pageBytes, inode.cached.count, copy.durable.count)
                if start < end { copy.durable.replaceSubrange(start..<end, with: inode.cached[start..<end]) }
            }
            copy.cached = copy.durable
            disk.state.withLock {
                $0.names[name] = copy
                $0.durableNames[name] = copy
            }
        }
        return disk
    }

    /// A copy of all files as a process sees them.
    func copy() -> SimulatedDisk {
        let disk = SimulatedDisk()
        for (name, inode) in state.withLock({ $0.names }) { disk.put(name, inode.cached) }
        return disk
    }

    func put(_ path: String, _ bytes: [UInt8]) {
        let inode = Inode()
        inode.cached = bytes
        inode.durable = bytes
        state.withLock {
            $0.names[path] = inode
            $0.durableNames[path] = inode
        }
    }

    func bytes(_ path: String) -> [UInt8] { state.withLock { $0.names[path]?.cached ?? [] } }

    /// Paths of all segments in the order of the log.
    var segmentPaths: [String] { state.withLock { $0.names.keys.filter { $0.hasSuffix(".segment") }.sorted() } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    func get<Value>(_ path: (State) -> Value) -> Value { state.withLock { path($0) } }
}

final class SimulatedLock: DirectoryLock {
    let disk: SimulatedDisk
    init(disk: SimulatedDisk) { self.disk = disk }
    deinit { disk.state.withLock { $0.isLocked = false } }
}
