import Bytes

extension DebeziumEncoder {
    /// A document of MySQL's JSON type, as a JSON string that holds its text.
    func appendDocument(
        _ json: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        scratch.removeAll(keepingCapacityUpTo: 1 << 20)
        do {
            try BinaryDocument.appendText(json, style: options.document == .server ? .server : .compact, to: &scratch)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the binary JSON cannot be read: \(error)")
        }
        writer.append(0x22)
        // The document's text was checked when it was written.
        _ = JSONText.appendUTF8(scratch.bytes, to: &writer)
        writer.append(0x22)
    }
}
