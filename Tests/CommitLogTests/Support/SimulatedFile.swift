import Glibc

@testable import CommitLog

final class SimulatedFile: LogFile, @unchecked Sendable {
    let disk: SimulatedDisk
    let inode: SimulatedInode
    let path: String
    /// Under the disk's lock.
    private var failuresSeen = 0

    init(disk: SimulatedDisk, inode: SimulatedInode, path: String) {
        self.disk = disk
        self.inode = inode
        self.path = path
        disk.set { _ in
            inode.handles += 1
            failuresSeen = inode.failures
        }
    }

    deinit {
        let inode = inode
        disk.set { _ in inode.handles -= 1 }
    }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        let total = parts.reduce(0) { $0 + $1.count }
        let result = disk.state.withLock { state -> Result<Int, FileSystemError> in
            switch SimulatedDisk.judge("pwritev", &state) {
            case .proceed:
                state.writes += 1
                var count = min(total, state.writeBytesMax)
                if count > 1, state.generator.chance(state.shortWritesPercent) {
                    count = 1 + state.generator.below(count - 1)
                }
                count = roomFor(count, at: offset, &state)
                if count == 0, total > 0 { return failure("pwritev", ENOSPC) }
                return .success(write(parts, count, at: offset, isLazy: state.mutation == .equalWritesAreLeftOut))
            case .crash:
                _ = write(parts, roomFor(state.generator.below(total + 1), at: offset, &state), at: offset)
                return failure("pwritev", EIO)
            case .fail(let code):
                return failure("pwritev", code)
            }
        }
        return try result.get()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        try disk.call("pread", path) { _ in inode.read(into: buffer, at: offset) }
    }

    func sync() throws(FileSystemError) {
        disk.get { $0.onSync }?()
        let code = disk.state.withLock { state -> Int32? in
            switch SimulatedDisk.judge("fdatasync", &state) {
            case .proceed:
                if failuresSeen < inode.failures {
                    // Another handle's fdatasync failed: this one is told as well, as Linux does.
                    failuresSeen = inode.failures
                    return EIO
                }
                state.syncs += 1
                switch state.mutation {
                case .fdatasyncDoesNothing: break
                case .fdatasyncIsLate: inode.syncLate()
                default: inode.sync()
                }
                return nil
            case .crash:
                inode.writeBack(using: &state.generator)
                return EIO
            case .fail(let code):
                if !state.isCrashed {
                    inode.failSync(using: &state.generator)
                    failuresSeen = inode.failures
                }
                return code
            }
        }
        if let code { throw FileSystemError(call: "fdatasync", path: path, errno: code) }
    }

    func truncate(to length: Int) throws(FileSystemError) {
        try disk.call("ftruncate", path) { _ in inode.truncate(to: length) }
    }

    func length() throws(FileSystemError) -> Int { disk.state.withLock { _ in inode.length } }
    var descriptor: Int32? { nil }

    /// Writes the first `count` bytes of all parts.
    private func write(
        _ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>,
        _ count: Int,
        at offset: Int,
        isLazy: Bool = false
    ) -> Int {
        var done = 0
        for part in parts where done < count {
            let piece = UnsafeRawBufferPointer(rebasing: part.prefix(count - done))
            done += inode.write(piece, at: offset + done, isLazy: isLazy)
        }
        return done
    }

    /// How much of a write the disk still has room for.
    private func roomFor(_ count: Int, at offset: Int, _ state: inout SimulatedDisk.State) -> Int {
        guard let capacity = state.capacity, count > 0 else { return count }
        let free = max(0, capacity - SimulatedDisk.usedBytes(&state)) / SimulatedInode.pageBytes
        var end = count
        while inode.missingPages(end, at: offset) > free {
            let lastPage = (offset + end - 1) / SimulatedInode.pageBytes * SimulatedInode.pageBytes
            end = lastPage - offset
            if end <= 0 { return 0 }
        }
        return end
    }

    private func failure(_ call: String, _ code: Int32) -> Result<Int, FileSystemError> {
        .failure(FileSystemError(call: call, path: path, errno: code))
    }
}
