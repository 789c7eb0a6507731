import Threads

/// Keeps at most `filesMax` files open for reading, however many segments the log has. Who reads holds the file
/// itself: to be put out here, or deleted, takes nothing away from them.
///
/// Second chance: a file that was used since the hand passed it last stays for another round.
final class FileCache: Sendable {
    private struct State {
        var slots: [FileSlot] = []
        var hand = 0
    }

    let fileSystem: any LogFileSystem
    let filesMax: Int
    private let state = ConditionLock(State())

    init(fileSystem: any LogFileSystem, filesMax: Int = 256) {
        self.fileSystem = fileSystem
        self.filesMax = max(filesMax, 1)
    }

    /// The open file of a slot.
    func file(_ slot: FileSlot) throws(FileSystemError) -> any LogFile {
        let known = state.withLock { _ in
            slot.isUsed = true
            return slot.file
        }
        if let known { return known }
        let file = try fileSystem.open(slot.path, create: false)
        return put(file, in: slot)
    }

    /// Keeps a file open until it is released: the one that is being written.
    func hold(_ file: any LogFile, in slot: FileSlot) {
        state.withLock { state in
            if !slot.isHeld, slot.file != nil { state.slots.removeAll { $0 === slot } }
            slot.file = file
            slot.isHeld = true
        }
    }

    /// Lets a held file be one of many.
    func release(_ slot: FileSlot) {
        let file = state.withLock { _ in
            guard slot.isHeld else { return slot.file }
            defer { (slot.file, slot.isHeld) = (nil, false) }
            return slot.file
        }
        if let file { _ = put(file, in: slot) }
    }

    /// Closes a slot's file, unless it is held: it was replaced or deleted.
    func forget(_ slot: FileSlot) {
        let closed = state.withLock { state -> (any LogFile)? in
            guard !slot.isHeld, let file = slot.file else { return nil }
            slot.file = nil
            state.slots.removeAll { $0 === slot }
            state.hand = 0
            return file
        }
        _ = closed
    }

    /// Files that are kept open, the held ones not counted.
    var count: Int { state.withLock { $0.slots.count } }

    private func put(_ file: any LogFile, in slot: FileSlot) -> any LogFile {
        // Closed when it goes out of scope: outside of the lock.
        var evicted: (any LogFile)?
        return state.withLock { state in
            if let other = slot.file { return other }
            slot.file = file
            slot.isUsed = true
            if state.slots.count < filesMax {
                state.slots.append(slot)
                return file
            }
            state.hand %= state.slots.count
            while state.slots[state.hand].isUsed {
                state.slots[state.hand].isUsed = false
                state.hand = (state.hand + 1) % state.slots.count
            }
            evicted = state.slots[state.hand].file
            state.slots[state.hand].file = nil
            state.slots[state.hand] = slot
            state.hand += 1
            _ = evicted
            return file
        }
    }
}

/// A place for one open file.
final class FileSlot: @unchecked Sendable {
    // Unchecked: everything that changes is touched under the cache's lock alone.
    let path: String
    fileprivate var file: (any LogFile)?
    fileprivate var isUsed = false
    fileprivate var isHeld = false

    init(path: String) { self.path = path }
}
