import Glibc

@testable import CommitLog

extension SimulatedDisk {
    /// What a call is to do.
    enum Verdict {
        case proceed
        /// The process dies in the middle of it.
        case crash
        case fail(Int32)
    }

    /// Counts the call. Under the lock.
    static func judge(_ call: String, _ state: inout State) -> Verdict {
        if state.isCrashed { return .fail(EIO) }
        state.calls += 1
        if let left = state.callsUntilCrash {
            state.callsUntilCrash = left - 1
            if left <= 1 {
                state.isCrashed = true
                state.callsUntilCrash = nil
                return .crash
            }
        }
        if let code = state.fault?(call, state.calls) { return .fail(code) }
        return .proceed
    }

    /// A call that has its whole effect or none.
    func call<Value>(
        _ name: String,
        _ path: String,
        _ effect: (inout State) -> Value
    ) throws(FileSystemError) -> Value {
        let result = state.withLock { state -> Result<Value, FileSystemError> in
            switch Self.judge(name, &state) {
            case .proceed: return .success(effect(&state))
            case .crash:
                if state.generator.chance(50) { _ = effect(&state) }
                return .failure(FileSystemError(call: name, path: path, errno: EIO))
            case .fail(let code): return .failure(FileSystemError(call: name, path: path, errno: code))
            }
        }
        return try result.get()
    }

    /// Bytes that all files take, those without a name included while they are open. Under the lock.
    static func usedBytes(_ state: inout State) -> Int {
        state.unlinked.removeAll { $0.handles == 0 }
        var pages = 0
        for inode in state.names.values { pages += inode.allocatedPages }
        for inode in state.unlinked { pages += inode.allocatedPages }
        return pages * SimulatedInode.pageBytes
    }

    /// The process is gone and another one begins: its page cache stays.
    func restart() {
        set { state in
            state.isCrashed = false
            state.callsUntilCrash = nil
            state.fault = nil
            // Nobody but the dead process had files open.
            state.unlinked = []
        }
    }

    /// The system writes some sectors of some files, and forgets pages that it takes for clean.
    func writeBack(using generator: inout SeededGenerator) {
        set { state in
            for path in state.names.keys.sorted() where generator.chance(50) {
                state.names[path]?.writeBack(using: &generator)
            }
        }
    }

    /// True if no power cut can take these bytes of a file.
    func isDurable(_ path: String, _ offset: Int, _ count: Int) -> Bool {
        get { $0.names[path]?.isDurable(offset, count) ?? false }
    }

    func evict() { set { state in for inode in state.names.values { inode.evict() } } }

    /// The disk after a power cut.
    func afterPowerCut(using generator: inout SeededGenerator) -> SimulatedDisk {
        let disk = SimulatedDisk()
        let state = get { $0 }
        var names = state.durableNames
        for change in state.pendingNames where generator.chance(50) { change.apply(to: &names) }
        var copies: [ObjectIdentifier: SimulatedInode] = [:]
        for path in names.keys.sorted() {
            guard let inode = names[path] else { continue }
            let copy = copies[ObjectIdentifier(inode)] ?? inode.afterPowerCut(using: &generator)
            copies[ObjectIdentifier(inode)] = copy
            names[path] = copy
        }
        disk.set {
            $0.names = names
            $0.durableNames = names
            $0.capacity = state.capacity
            $0.mutation = state.mutation
            $0.shortWritesPercent = state.shortWritesPercent
            $0.generator = state.generator
        }
        return disk
    }
}

extension SimulatedDisk {
    /// A copy of all files as a process sees them.
    func copy() -> SimulatedDisk {
        let names = state.withLock { $0.names.mapValues { $0.copy() } }
        let disk = SimulatedDisk()
        disk.set {
            $0.names = names
            $0.durableNames = names
        }
        return disk
    }

    func put(_ path: String, _ bytes: [UInt8]) {
        let inode = SimulatedInode(bytes)
        state.withLock {
            $0.names[path] = inode
            $0.durableNames[path] = inode
        }
    }

    func bytes(_ path: String) -> [UInt8] {
        state.withLock { state in
            guard let inode = state.names[path] else { return [] }
            return [UInt8](unsafeUninitializedCapacity: inode.length) { buffer, count in
                count = inode.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
            }
        }
    }

    /// Bit rot, on the disk and in memory.
    func flip(_ path: String, byte: Int, bit: Int) {
        set { $0.names[path]?.flip(byte: byte, mask: 1 << UInt8(bit)) }
    }

    /// Paths of all segments in the order of the log.
    var segmentPaths: [String] { state.withLock { $0.names.keys.filter { $0.hasSuffix(".segment") }.sorted() } }
}
