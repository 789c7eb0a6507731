import Bytes

extension DebeziumEncoder {
    /// A document of MySQL's JSON type, as a JSON string that holds its compact text.
    func appendDocument(
        _ json: UnsafeRawBufferPointer, column: Int, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        throw error(.unsupportedType, column: column, "JSON cannot be written as Debezium JSON yet")
    }
}
