/// One file of the log.
public final class Segment: Sendable {
    /// Log position of the file's first byte.
    public let start: UInt64
    /// The open file; it stays open as long as somebody reads from it.
    public let file: any LogFile
    let path: String

    init(start: UInt64, file: any LogFile, path: String) {
        self.start = start
        self.file = file
        self.path = path
    }

    /// All segments of a directory in the order of the log.
    static func openAll(
        _ fileSystem: any LogFileSystem,
        _ directory: String,
        before end: UInt64 = .max
    ) throws(CommitLogError) -> [Segment] {
        do throws(FileSystemError) {
            var segments: [Segment] = []
            let starts = try fileSystem.list(directory).compactMap { Segment.start(inName: $0) }.sorted()
            for start in starts where start < end {
                let path = directory + "/" + Segment.name(start: start)
                let file = try fileSystem.open(path, create: false)
                segments.append(Segment(start: start, file: file, path: path))
            }
            return segments
        } catch {
            throw error.asLogError()
        }
    }

    /// Where in the file a log position stands.
    public func offset(of position: UInt64) -> Int { Int(position - start) }

    /// `log/<start position, 20 digits>.segment`
    static func name(start: UInt64) -> String {
        let digits = String(start)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".segment"
    }

    /// The start position in a file's name; nil for files that are no segments.
    static func start(inName name: String) -> UInt64? {
        guard name.utf8.count == 28, name.hasSuffix(".segment") else { return nil }
        return UInt64(name.prefix(20))
    }
}

extension [Segment] {
    /// The segment that holds a position; they are sorted by start.
    func containing(_ position: UInt64) -> Segment? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].start <= position { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? self[low - 1] : nil
    }
}
