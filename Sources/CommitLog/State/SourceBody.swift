import Bytes

/// A source that the log knows. Body of a SOURCE frame: id u32, name (u16 length, UTF-8); in STATE's source section
/// the merged checkpoint follows (u32 length, bytes).
struct SourceRecord {
    let id: SourceID
    let name: String
    var state: [UInt8] = []

    init(id: SourceID, name: String) {
        self.id = id
        self.name = name
    }

    func write(into writer: inout ByteWriter) {
        writer.appendLE(id)
        writer.appendShort(name)
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        id = try cursor.u32le()
        name = try cursor.shortString()
    }
}
