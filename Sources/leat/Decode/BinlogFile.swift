import Binlog
import Glibc

/// A binlog file on disk, read event by event.
///
/// It begins with the bytes FE 62 69 6E; then events follow one another, each with its length in its header.
/// (MySQL manual, "Binary Log File Format".)
final class BinlogFile {
    let path: String
    /// Where the event that was handed out last begins.
    private(set) var eventStart: UInt64 = 4
    private var position: UInt64 = 4
    private let descriptor: Int32
    private var buffer: UnsafeMutableRawBufferPointer
    /// Bytes read and not yet handed out: `start..<end` of the buffer.
    private var start = 0
    private var end = 0
    private static let readBytes = 1 << 20
    /// The server's own limit (`max_allowed_packet`) with its header.
    private static let eventBytesMax = (1 << 30) + 4096

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        buffer = .allocate(byteCount: Self.readBytes, alignment: 16)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno)), "name a binlog file") }
        try checkMagic()
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// The file's name without its folder, as the server calls it.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The next event, whole; nil at the end. Valid until the next call.
    /// - Parameter mayEndInside: the server has not closed the file: it may end in the middle of an event.
    func next(mayEndInside: Bool) throws(CommandFailure) -> UnsafeRawBufferPointer? {
        eventStart = position
        guard let header = try take(EventHeader.byteCount, consume: false) else {
            guard start == end || mayEndInside else { throw truncated() }
            return nil
        }
        let length = Int(UInt32(littleEndian: header.loadUnaligned(fromByteOffset: 9, as: UInt32.self)))
        guard length >= EventHeader.byteCount, length <= Self.eventBytesMax else {
            throw failure(
                "position \(position): an event says that it is \(length) bytes long",
                "the file is damaged there; compare it with the server's own (mysqlbinlog reads no further either)")
        }
        guard let event = try take(length, consume: true) else {
            guard mayEndInside else { throw truncated() }
            return nil
        }
        position += UInt64(length)
        return event
    }

    private func checkMagic() throws(CommandFailure) {
        guard let magic = try take(4, consume: true) else {
            throw failure("the file is shorter than a binlog's first 4 bytes", "name a binlog file")
        }
        if magic[0] == 0xFD, magic[1] == 0x62 {
            throw failure(
                "the file is encrypted (binlog_encryption)", "read it from the server, which decrypts it: leat run")
        }
        guard magic.elementsEqual([0xFE, 0x62, 0x69, 0x6E]) else {
            throw failure("the file does not begin like a binlog", "name a binlog file, not an index or a relay log")
        }
    }

    /// The next `count` bytes; nil when the file ends before them.
    private func take(_ count: Int, consume: Bool) throws(CommandFailure) -> UnsafeRawBufferPointer? {
        while end - start < count {
            makeRoom(for: count)
            let got = read(descriptor, buffer.baseAddress?.advanced(by: end), buffer.count - end)
            if got < 0 {
                if errno == EINTR { continue }
                throw failure("reading failed: \(String(cString: strerror(errno)))", "check the disk")
            }
            if got == 0 { return nil }
            end += got
        }
        defer { if consume { start += count } }
        return UnsafeRawBufferPointer(rebasing: buffer[start..<start + count])
    }

    /// Grows with what is really there, not with what an event claims: a damaged length costs no memory.
    private func makeRoom(for count: Int) {
        if start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            (start, end) = (0, end - start)
        }
        guard end == buffer.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
    }

    private func truncated() -> CommandFailure {
        failure(
            "position \(position): the file ends in the middle of an event",
            "it was copied while the server wrote it, or cut off; everything before it was printed")
    }

    private func failure(_ what: String, _ remedy: String) -> CommandFailure {
        CommandFailure("\(path): \(what)", remedy: remedy, code: .notWell)
    }
}
