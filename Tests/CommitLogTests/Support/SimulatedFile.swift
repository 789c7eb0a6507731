import Glibc

@testable import CommitLog

final class SimulatedFile: LogFile, @unchecked Sendable {
    let disk: SimulatedDisk
    let inode: SimulatedDisk.Inode
    let path: String

    init(disk: SimulatedDisk, inode: SimulatedDisk.Inode, path: String) {
        self.disk = disk
        self.inode = inode
        self.path = path
    }

    func write(_ parts: UnsafeBufferPointer<UnsafeRawBufferPointer>, at offset: Int) throws(FileSystemError) -> Int {
        try disk.check("pwritev", path)
        return disk.state.withLock { state in
            state.writes += 1
            let all = parts.flatMap { Array($0) }.prefix(state.writeBytesMax)
            let end = offset + all.count
            if inode.cached.count < end {
                inode.cached += [UInt8](repeating: 0, count: end - inode.cached.count)
            }
            inode.cached.replaceSubrange(offset..<end, with: all)
            inode.dirtyPages.formUnion(offset / SimulatedDisk.pageBytes...(end - 1) / SimulatedDisk.pageBytes)
            return all.count
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileSystemError) -> Int {
        try disk.check("pread", path)
        return disk.state.withLock { _ in
            guard offset < inode.cached.count else { return 0 }
            let part = inode.cached[offset..<min(offset + buffer.count, inode.cached.count)]
            buffer.copyBytes(from: part)
            return part.count
        }
    }

    func sync() throws(FileSystemError) {
        disk.get { $0.onSync }?()
        try disk.check("fdatasync", path)
        disk.state.withLock { state in
            state.syncs += 1
            inode.durable = inode.cached
            inode.dirtyPages = []
        }
    }

    func truncate(to length: Int) throws(FileSystemError) {
        try disk.check("ftruncate", path)
        disk.state.withLock { _ in
            inode.cached = Array(inode.cached.prefix(length))
            inode.cached += [UInt8](repeating: 0, count: length - inode.cached.count)
        }
    }

    func length() throws(FileSystemError) -> Int { disk.state.withLock { _ in inode.cached.count } }
    var descriptor: Int32? { nil }
}
