import Bytes

/// Body of a SCHEMA frame; little-endian. It stands where other frames have their checkpoint.
///
///     checkpoint (u32 length, bytes)   count u32   count × (key (u16 length, UTF-8), value (u32 length, bytes))
///
/// The keys are of the frame's source; an empty value deletes its key.
struct SchemaBody {
    let checkpoint: UnsafeRawBufferPointer
    let definitions: [(key: String, value: [UInt8])]

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        checkpoint = try cursor.bytes(Int(try cursor.u32le()))
        var definitions: [(key: String, value: [UInt8])] = []
        for _ in 0..<(try cursor.count32(ofSize: 6)) {
            definitions.append((try cursor.shortString(), try cursor.longBytes()))
        }
        self.definitions = definitions
    }

    static func write<Failure: Error>(
        _ definitions: [(key: String, value: [UInt8])],
        into writer: inout ByteWriter,
        checkpoint: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = writer.count
        writer.appendLE(0 as UInt32)
        try checkpoint(&writer)
        writer.patchLE(UInt32(writer.count - start - 4), at: start)
        writer.appendLE(UInt32(definitions.count))
        for definition in definitions {
            writer.appendShort(definition.key)
            writer.appendLong(definition.value)
        }
    }
}
