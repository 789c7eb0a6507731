import Glibc
import Threads

@testable import CommitLog

/// A file system in memory that knows what a power cut would leave: see `SimulatedInode` for contents; names that were
/// made, changed or removed without an fsync of their directory may be as before, each on its own. Faults can be put
/// in the way of any call.
final class SimulatedDisk: LogFileSystem, @unchecked Sendable {
    struct State {
        var names: [String: SimulatedInode] = [:]
        var durableNames: [String: SimulatedInode] = [:]
        /// Changes of names since the last fsync of their directory.
        var pendingNames: [NameChange] = []
        /// Files without a name that are still open.
        var unlinked: [SimulatedInode] = []
        var isLocked = false
        var syncs = 0
        var writes = 0
        var calls = 0
        /// Longest write that one call takes.
        var writeBytesMax = Int.max
        /// Size of the disk.
        var capacity: Int?
        /// Asked before each call; an error number makes it fail.
        var fault: (@Sendable (_ call: String, _ number: Int) -> Int32?)?
        /// Called inside each fdatasync before it takes effect.
        var onSync: (@Sendable () -> Void)?
        /// Calls until the process dies in the middle of one; after it every call fails and does nothing.
        var callsUntilCrash: Int?
        var isCrashed = false
        /// A defect of the disk, to see that tests notice.
        var mutation: Simulation.Mutation?
        /// Of 100 writes these are cut short.
        var shortWritesPercent = 0
        var generator = SeededGenerator(seed: 1)
    }

    enum NameChange {
        case set(String, SimulatedInode)
        case rename(String, String, SimulatedInode)
        case remove(String)

        var path: String {
            switch self {
            case .set(let path, _), .rename(_, let path, _), .remove(let path): path
            }
        }

        func apply(to names: inout [String: SimulatedInode]) {
            switch self {
            case .set(let path, let inode): names[path] = inode
            case .rename(let from, let to, let inode):
                if names[from] === inode { names[from] = nil }
                names[to] = inode
            case .remove(let path): names[path] = nil
            }
        }
    }

    let state = ConditionLock(State())

    func open(_ path: String, create: Bool) throws(FileSystemError) -> any LogFile {
        let inode = try call("open", path) { state -> SimulatedInode? in
            if create {
                if let inode = state.names[path] {
                    inode.truncate(to: 0)
                    return inode
                }
                let inode = SimulatedInode()
                state.names[path] = inode
                state.pendingNames.append(.set(path, inode))
                return inode
            }
            return state.names[path]
        }
        guard let inode else { throw FileSystemError(call: "open", path: path, errno: ENOENT) }
        return SimulatedFile(disk: self, inode: inode, path: path)
    }

    func list(_ directory: String) throws(FileSystemError) -> [String] {
        try call("opendir", directory) { state in
            state.names.keys.filter { $0.hasPrefix(directory + "/") }
                .map { String($0.dropFirst(directory.count + 1)) }.filter { !$0.contains("/") }.sorted()
        }
    }

    func makeDirectory(_ path: String) throws(FileSystemError) {}

    func rename(_ from: String, to: String) throws(FileSystemError) {
        let isFound = try call("rename", from) { state in
            guard let inode = state.names[from] else { return false }
            if let replaced = state.names[to] { state.unlinked.append(replaced) }
            state.names[from] = nil
            state.names[to] = inode
            state.pendingNames.append(.rename(from, to, inode))
            return true
        }
        if !isFound { throw FileSystemError(call: "rename", path: from, errno: ENOENT) }
    }

    func remove(_ path: String) throws(FileSystemError) {
        let isFound = try call("unlink", path) { state in
            guard let inode = state.names.removeValue(forKey: path) else { return false }
            state.unlinked.append(inode)
            state.pendingNames.append(.remove(path))
            return true
        }
        if !isFound { throw FileSystemError(call: "unlink", path: path, errno: ENOENT) }
    }

    func syncDirectory(_ path: String) throws(FileSystemError) {
        try call("fsync", path) { state in
            if state.mutation == .directorySyncDoesNothing { return }
            let prefix = path + "/"
            state.pendingNames.removeAll { change in
                guard change.path.hasPrefix(prefix) else { return false }
                change.apply(to: &state.durableNames)
                return true
            }
        }
    }

    func lock(_ path: String) throws(FileSystemError) -> any DirectoryLock {
        let isFree = state.withLock { state in
            defer { state.isLocked = true }
            return !state.isLocked
        }
        guard isFree else { throw FileSystemError(call: "flock", path: path, errno: EWOULDBLOCK) }
        return SimulatedLock(disk: self)
    }

    func freeBytes(_ path: String) -> UInt64? {
        state.withLock { state in state.capacity.map { UInt64(max(0, $0 - Self.usedBytes(&state))) } ?? 1 << 30 }
    }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    func get<Value>(_ path: (State) -> Value) -> Value { state.withLock { path($0) } }
}

final class SimulatedLock: DirectoryLock {
    let disk: SimulatedDisk
    init(disk: SimulatedDisk) { self.disk = disk }
    deinit { disk.state.withLock { $0.isLocked = false } }
}
