import Binlog
import Bytes

/// The raw events of one transaction, kept until its end is known: in memory up to a limit, then in a file without a
/// name.
final class EventStash {
    /// What a stash may take, and where.
    struct Limits {
        /// Where the file goes: the data directory.
        var directory = "/tmp"
        /// Kept in memory; more goes to the file.
        var memoryBytesMax = 8 << 20
        /// Kept in all.
        var bytesMax = 4 << 30
    }

    private let limits: Limits
    private var memory = ByteWriter(capacity: 1024)
    private var spill: SpillFile?
    private var reader = StashedEventReader()
    /// Whether the file's name stands in front of the events.
    private var hasFile = false
    private(set) var isEmpty = true

    init(_ limits: Limits = Limits()) { self.limits = limits }

    /// Bytes kept.
    var byteCount: Int { (spill?.byteCount ?? 0) + memory.count }
    /// Those of them that are in memory.
    var memoryBytes: Int { memory.reservedCapacity }

    /// - Parameters:
    ///   - file: the binlog file that holds the event. All events of a transaction stand in one file.
    ///   - start: where the event begins in it.
    /// - Throws: `BridgeError` when there is too much, or no room for it.
    func append(_ event: EventFrame, file: UnsafeRawBufferPointer, start: UInt64) throws(BridgeError) {
        if !hasFile {
            StashedEvent.write(file: file, into: &memory)
            hasFile = true
        }
        StashedEvent.write(event, start: start, into: &memory)
        isEmpty = false
        guard byteCount <= limits.bytesMax else {
            throw BridgeError(
                what: "the events of one transaction take more than stash_bytes_max = \(limits.bytesMax) bytes",
                remedy: "raise stash_bytes_max of the source, then restart leat")
        }
        if memory.count > limits.memoryBytesMax { try moveToFile() }
    }

    private func moveToFile() throws(BridgeError) {
        let file: SpillFile
        if let spill {
            file = spill
        } else {
            file = try SpillFile(in: limits.directory)
            spill = file
        }
        try file.append(memory.bytes)
        memory.removeAll(keepingCapacityUpTo: limits.memoryBytesMax)
    }

    /// Forgets everything.
    func removeAll() {
        memory.removeAll(keepingCapacityUpTo: limits.memoryBytesMax)
        spill = nil
        hasFile = false
        isEmpty = true
    }

    /// Forgets what came after `byteCount` was this much.
    func truncate(to byteCount: Int) throws(BridgeError) {
        guard byteCount > 0 else { return removeAll() }
        let inFile = spill?.byteCount ?? 0
        if byteCount < inFile {
            memory.removeAll()
            try spill?.truncate(to: byteCount)
        } else {
            memory.truncate(to: byteCount - inFile)
        }
    }

    /// Gives the events back in their order; each is valid during the call.
    func forEach(_ body: (StashedEvent) throws -> Void) throws {
        do {
            try forEachPiece { try reader.take($0, body) }
        } catch {
            try? reader.end()
            throw error
        }
        try reader.end()
    }

    /// The bytes of all events, as `StashedEventReader` takes them.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try spill?.forEachPiece(body)
        if memory.count > 0 { try body(memory.bytes) }
    }
}
