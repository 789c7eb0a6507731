import Bytes
enum JSONPatch {
    static func apply(_ changes: UnsafeRawBufferPointer, to document: UnsafeRawBufferPointer, into writer: inout ByteWriter) throws(BytesError) {
        throw .malformed("not yet", at: 0)
    }
}
