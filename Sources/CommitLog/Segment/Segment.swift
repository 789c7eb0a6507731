import Synchronization
import Threads

/// One file of the log.
public final class Segment: Sendable {
    /// Log position of the file's first byte.
    public let start: UInt64
    let path: String
    let files: FileCache
    private let slot: FileSlot
    /// What is known of the index of a sealed segment, and the slot of its file.
    let index: ConditionLock<SegmentIndex>
    let indexSlot: FileSlot
    /// When its records were appended; `IndexStore.summary(of:)` knows it of sealed ones.
    let summary = ConditionLock(SegmentSummary())
    private let sealedEnd = Atomic<UInt64>(0)

    init(start: UInt64, path: String, files: FileCache) {
        self.start = start
        self.path = path
        self.files = files
        slot = FileSlot(path: path)
        indexSlot = FileSlot(path: IndexFile.path(ofSegment: path))
        index = ConditionLock(.unread)
    }

    /// The open file, which stays open as long as somebody holds it.
    var file: any LogFile {
        get throws(FileSystemError) { try files.file(slot) }
    }

    /// The writer's file stays open until it is released.
    func hold(_ file: any LogFile) { files.hold(file, in: slot) }
    func releaseFile() { files.release(slot) }

    /// Lets go of all open files, for example of a deleted segment.
    func closeFiles() {
        files.forget(slot)
        files.forget(indexSlot)
    }

    /// Log position after the last frame; nil as long as the batches of the segment are found in the partitions' own
    /// index, which is so at least while it is being written.
    var end: UInt64? {
        let end = sealedEnd.load(ordering: .acquiring)
        return end == 0 ? nil : end
    }

    /// From now on the segment's batches are found in its own index.
    func seal(end: UInt64) { sealedEnd.store(end, ordering: .releasing) }

    /// All segments of a directory in the order of the log. No file is opened.
    static func openAll(
        _ files: FileCache,
        _ directory: String,
        before end: UInt64 = .max
    ) throws(CommitLogError) -> [Segment] {
        do throws(FileSystemError) {
            let starts = try files.fileSystem.list(directory).compactMap { Segment.start(inName: $0) }.sorted()
            return starts.filter { $0 < end }.map { start in
                Segment(start: start, path: directory + "/" + Segment.name(start: start), files: files)
            }
        } catch {
            throw error.asLogError()
        }
    }

    /// The first bytes of the file.
    func readHeader() throws(CommitLogError) -> SegmentHeader {
        let open: any LogFile
        do throws(FileSystemError) { open = try file } catch { throw error.asLogError(position: start) }
        return try SegmentHeader(file: open, path: path)
    }

    /// Where in the file a log position stands.
    public func offset(of position: UInt64) -> Int { Int(position - start) }

    static let suffix = ".segment"

    /// `log/<start position, 20 digits>.segment`
    static func name(start: UInt64) -> String {
        digits(start) + suffix
    }

    static func digits(_ start: UInt64) -> String {
        let digits = String(start)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    /// The start position in a file's name; nil for files that are no segments.
    static func start(inName name: String) -> UInt64? {
        guard name.utf8.count == 28, name.hasSuffix(suffix) else { return nil }
        return UInt64(name.prefix(20))
    }
}

extension [Segment] {
    /// The segment that holds a position; they are sorted by start.
    func containing(_ position: UInt64) -> Segment? {
        let count = endOfThose { $0.start <= position }
        return count > 0 ? self[count - 1] : nil
    }

    /// How many at the front of the list are so; none after them may be so.
    func endOfThose<Failure: Error>(
        in range: Range<Int>? = nil,
        _ isSo: (Segment) throws(Failure) -> Bool
    ) throws(Failure) -> Int {
        var low = range?.lowerBound ?? 0
        var high = range?.upperBound ?? count
        while low < high {
            let middle = (low + high) / 2
            if try isSo(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
