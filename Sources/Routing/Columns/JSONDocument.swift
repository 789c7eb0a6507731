import Bytes

enum JSONDocument {
    static func appendServerText(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) throws(BytesError) {
        throw .malformed("x", at: 0)
    }
}
