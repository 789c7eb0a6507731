import Bytes

/// What stands at a position of a segment.
public enum FrameReading: Sendable, Equatable {
    /// A frame whose checksum is right. Its kind, sequence and content are not judged yet.
    case frame(FrameHeader)
    /// The file ends here.
    case end
    /// No frame: what is wrong.
    case bad(FrameDefect)
}

/// Why bytes are not a frame.
public enum FrameDefect: Sendable, Equatable {
    case noMagic
    case wrongLength(UInt32)
    /// The header names more bytes than the file has.
    case beyondEnd(UInt32)
    case wrongChecksum
}

extension FrameDefect: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noMagic: "no frame begins here"
        case .wrongLength(let length): "a frame cannot have \(length) bytes"
        case .beyondEnd(let length): "a frame of \(length) bytes goes beyond the end of the file"
        case .wrongChecksum: "wrong checksum"
        }
    }
}

/// Reads frames of one segment through a window of memory: recovery, `log check` and `log dump`.
public final class FrameReader {
    private let segment: Segment
    private let seal: FrameSeal
    private var window: UnsafeMutableRawBufferPointer
    private var windowStart = 0
    private var windowCount = 0
    /// Log position from which on nothing is read: what stands there is still being written.
    var end = UInt64.max

    /// Bytes of the frame that `read(at:)` found last; valid until it is called again.
    public private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    /// - Parameter windowBytes: memory that it takes, and reads at once; one frame more if that is larger.
    public init(_ segment: Segment, seal: FrameSeal, windowBytes: Int = 1 << 20) {
        self.segment = segment
        self.seal = seal
        window = .allocate(byteCount: windowBytes, alignment: 4096)
    }

    deinit { window.deallocate() }

    /// Looks for a frame at a log position inside the segment.
    public func read(at position: UInt64) throws(FileSystemError) -> FrameReading {
        let offset = segment.offset(of: position)
        var available = try view(at: offset, count: FrameHeader.size)
        guard available.count > 0 else { return .end }
        // A header cut short is no header; throwing from its decoder is impossible after this.
        guard available.count >= FrameHeader.size, let header = try? FrameHeader(available) else {
            return .bad(.noMagic)
        }
        let length = Int(header.frameLength)
        guard length >= FrameHeader.size, length % 8 == 0, length <= FrameHeader.frameLengthMax else {
            return .bad(.wrongLength(header.frameLength))
        }
        if length > available.count {
            // Asked before reading: a wrong length must not cost a gigabyte of memory.
            guard offset + length <= (try segment.file.length()) else { return .bad(.beyondEnd(header.frameLength)) }
            available = try view(at: offset, count: length)
            guard available.count >= length else { return .bad(.beyondEnd(header.frameLength)) }
        }
        let frame = UnsafeRawBufferPointer(rebasing: available.prefix(length))
        let crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: frame[12...]), seed: seal.seed(at: position))
        guard crc == header.crc else { return .bad(.wrongChecksum) }
        bytes = frame
        return .frame(header)
    }

    /// At least `count` bytes from `offset` on, fewer only at the end of the file.
    func view(at offset: Int, count: Int) throws(FileSystemError) -> UnsafeRawBufferPointer {
        if offset < windowStart || offset + count > windowStart + windowCount {
            if count > window.count {
                window.deallocate()
                window = .allocate(byteCount: count, alignment: 4096)
            }
            windowCount = 0
            windowStart = offset
            let room = end > segment.start + UInt64(offset) ? end - segment.start - UInt64(offset) : 0
            let target = UnsafeMutableRawBufferPointer(rebasing: window.prefix(Int(clamping: room)))
            windowCount = try segment.file.readAll(into: target, at: offset)
        }
        let start = offset - windowStart
        return UnsafeRawBufferPointer(rebasing: window[min(start, windowCount)..<windowCount])
    }
}
