import Bytes
import CommitLog
import Schema

/// A view's state with its place in the log: the two are one, so that what is read again after a crash is applied once.
///
/// Bytes of the file, little-endian; texts are u32 length, UTF-8:
///
///     magic "LEATVIEW"   version u32 = 1   log UUID: high u64, low u64
///     identity text      (query, retention, tables, topics)
///     place              position u64, frame position u64, sequence u64, crc u32, chain position u64
///     flags u32 (1 incomplete)   append time i64 µs   commit time i64 ms
///     count u32          partition u32, next offset i64
///     count u32          definitions: key text, value u32 length, bytes (`TableDefinition.record`)
///     state              as `View.encode` writes it, to the end
///     crc32c u32         of all before it
struct ViewCheckpoint {
    let identity: String
    let place: TailPlace
    let nextOffsets: [(partition: PartitionID, next: Int64)]
    let definitions: [TableDefinition]
    let isIncomplete: Bool
    let appendTime: Int64
    let commitMilliseconds: Int64
    /// To be stored.
    private let view: View?
    /// As it was stored.
    let state: [UInt8]

    private static let magic: UInt64 = 0x5745_4956_5441_454C
    private static let version: UInt32 = 1

    init(
        identity: String, place: TailPlace, nextOffsets: [(partition: PartitionID, next: Int64)],
        definitions: [TableDefinition], isIncomplete: Bool, appendTime: Int64, commitMilliseconds: Int64, view: View
    ) {
        self.identity = identity
        self.place = place
        self.nextOffsets = nextOffsets
        self.definitions = definitions
        self.isIncomplete = isIncomplete
        self.appendTime = appendTime
        self.commitMilliseconds = commitMilliseconds
        self.view = view
        state = []
    }

    func write(log: LogUUID, into out: inout ByteWriter) {
        out.appendLE(Self.magic)
        out.appendLE(Self.version)
        out.appendLE(log.high)
        out.appendLE(log.low)
        out.appendLong(identity)
        out.appendLE(place.position)
        out.appendLE(place.framePosition)
        out.appendLE(place.sequence)
        out.appendLE(place.crc)
        out.appendLE(place.chainPosition)
        out.appendLE(UInt32(isIncomplete ? 1 : 0))
        out.appendLE(appendTime)
        out.appendLE(commitMilliseconds)
        out.appendLE(UInt32(nextOffsets.count))
        for (partition, next) in nextOffsets {
            out.appendLE(partition)
            out.appendLE(next)
        }
        out.appendLE(UInt32(definitions.count))
        for definition in definitions {
            let record = definition.record
            out.appendLong(record.key)
            out.appendLE(UInt32(record.value.count))
            out.append(record.value)
        }
        if let view { view.encode(into: &out) } else { out.append(state) }
        out.appendLE(CRC32C.checksum(out.bytes))
    }

    /// What a file of this identity has at this offset.
    static func identityBytes(_ identity: String) -> (bytes: [UInt8], offset: Int) {
        var writer = ByteWriter(capacity: identity.utf8.count + 4)
        writer.appendLong(identity)
        return (Array(writer.bytes), 28)
    }

    /// Reads what `write` wrote.
    /// - Throws: `BytesError` when the bytes are damaged or of another log.
    init(_ bytes: UnsafeRawBufferPointer, log: LogUUID) throws(BytesError) {
        guard bytes.count > 4 else { throw .truncated(needed: 4, left: bytes.count, offset: 0) }
        let body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(4))
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: body.count, as: UInt32.self))
        guard CRC32C.checksum(body) == stored else { throw .malformed("wrong checksum", at: body.count) }
        var cursor = ByteCursor(body)
        guard try cursor.u64le() == Self.magic else { throw .malformed("no checkpoint of a view", at: 0) }
        guard try cursor.u32le() == Self.version else { throw .malformed("a later version", at: 8) }
        guard try cursor.u64le() == log.high, try cursor.u64le() == log.low else {
            throw .malformed("the queue is another one", at: 12)
        }
        identity = try cursor.longText()
        place = TailPlace(
            position: try cursor.u64le(), framePosition: try cursor.u64le(), sequence: try cursor.u64le(),
            crc: try cursor.u32le(), chainPosition: try cursor.u64le())
        isIncomplete = try cursor.u32le() & 1 != 0
        appendTime = try cursor.i64le()
        commitMilliseconds = try cursor.i64le()
        var nextOffsets: [(partition: PartitionID, next: Int64)] = []
        for _ in 0..<(try cursor.u32le()) { nextOffsets.append((try cursor.u32le(), try cursor.i64le())) }
        self.nextOffsets = nextOffsets
        var definitions: [TableDefinition] = []
        for _ in 0..<(try cursor.u32le()) {
            let key = try cursor.longText()
            let value = Array(try cursor.bytes(Int(try cursor.u32le())))
            guard let definition = try TableDefinition(record: SchemaRecord(key: key, value: value)) else {
                throw .malformed("a record that is no definition", at: cursor.offset)
            }
            definitions.append(definition)
        }
        self.definitions = definitions
        view = nil
        state = Array(cursor.rest())
    }
}

extension ByteWriter {
    /// u32 length, then UTF-8.
    fileprivate mutating func appendLong(_ text: String) {
        appendLE(UInt32(text.utf8.count))
        append(utf8: text)
    }
}

extension ByteCursor {
    fileprivate mutating func longText() throws(BytesError) -> String {
        String(decoding: try bytes(Int(try u32le())), as: UTF8.self)
    }
}
