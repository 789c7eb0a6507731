import Bytes

/// Space set aside for a full disk: `log/reserve`, a file of zeros. It becomes a segment when the disk is full and an
/// offset, a topic or the deletion of old segments has to be put on record, so that freeing space never needs space.
///
/// Zeros are written, not only allocated: a write over them needs nothing new from the file system.
struct Reserve {
    private let fileSystem: any LogFileSystem
    private let logDirectory: String
    private let path: String
    /// Bytes that are asked for; 0 for none at all.
    let bytesWanted: Int
    /// Bytes of the file; 0 while there is none.
    private(set) var byteCount = 0
    /// Why the last attempt to make or lengthen it failed, if that was no lack of space.
    private(set) var failure: FileSystemError?
    /// It was used, or could not be made: records wait until it is there again.
    private(set) var isOwed = false

    /// Smallest file worth having beside what STATE takes.
    private static let roomMin = 64 << 10
    private static let pieceBytes = 1 << 20

    init(_ shared: LogShared) {
        fileSystem = shared.environment.fileSystem
        logDirectory = shared.logDirectory
        path = shared.reservePath
        bytesWanted = shared.configuration.reserveBytes
    }

    var isThere: Bool { byteCount > 0 }

    /// Looks for the file of an earlier process.
    mutating func find() {
        guard bytesWanted > 0, let file = try? fileSystem.open(path, create: false) else { return }
        var begin = ByteWriter(capacity: 8)
        try? begin.appendDirect(capacity: 8) { (part) throws(FileSystemError) in try file.readAll(into: part, at: 0) }
        // A crash can leave the head of a segment in it; frames behind that must never come to stand in another one.
        guard begin.count == 8, begin.bytes.allSatisfy({ $0 == 0 }), let length = try? file.length() else {
            return discard()
        }
        byteCount = length
    }

    /// Makes the file, or a longer one of it, as far as there is space: at most half of what is free.
    /// - Parameter headBytes: what a segment begins with (header, STATE, prepared transactions).
    /// - Returns: false if the log should have one and there is no space for it.
    mutating func provide(headBytes: Int) -> Bool {
        guard bytesWanted > 0 else { return true }
        let wanted = max(bytesWanted, headBytes + bytesWanted / 2)
        if byteCount >= wanted { return true }
        let free = fileSystem.freeBytes(logDirectory).map { Int(clamping: $0) } ?? .max
        let target = byteCount >= wanted - free / 2 ? wanted : (byteCount + free / 2) & ~0xFFF
        let least = min(wanted, headBytes + Self.roomMin)
        failure = nil
        if target >= least, target > byteCount {
            do throws(FileSystemError) {
                try extend(to: target)
                byteCount = target
            } catch {
                if !error.isShortage { failure = error }
                // The longer one is not to be had; a new one that is not whole is no use.
                if byteCount == 0 { discard() }
            }
        }
        isOwed = byteCount < least
        return !isOwed
    }

    private func extend(to end: Int) throws(FileSystemError) {
        let isNew = byteCount == 0
        // A whole file has this name; one that a crash left half made has another.
        let place = isNew ? path + ".new" : path
        let file = try fileSystem.open(place, create: isNew)
        var zeros = ByteWriter(capacity: min(end - byteCount, Self.pieceBytes))
        zeros.append(repeating: 0, count: min(end - byteCount, Self.pieceBytes))
        do throws(FileSystemError) {
            var offset = byteCount
            while offset < end {
                let piece = UnsafeRawBufferPointer(rebasing: zeros.bytes.prefix(end - offset))
                try file.writeAll([piece], at: offset)
                offset += piece.count
            }
            try file.sync()
            guard isNew else { return }
            try fileSystem.rename(place, to: path)
            try fileSystem.syncDirectory(logDirectory)
        } catch {
            if isNew { try? fileSystem.remove(place) } else { try? file.truncate(to: byteCount) }
            throw error
        }
    }

    /// The file has become a segment.
    mutating func used() {
        byteCount = 0
        isOwed = true
    }

    /// The file is gone or no use.
    mutating func discard() {
        if bytesWanted > 0 { try? fileSystem.remove(path) }
        used()
    }
}
