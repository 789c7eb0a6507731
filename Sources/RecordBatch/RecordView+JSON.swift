import Bytes

extension RecordView {
    /// Appends the record as one JSON object:
    ///
    ///     {"topic":"…","partition":0,"offset":17,"timestamp":1763719214123,"key":"…","value":"…",
    ///      "headers":[{"key":"…","value":"…"}]}
    ///
    /// Key and value are texts as they stand in the record, or null; bytes that are no UTF-8 come as
    /// `{"base64":"…"}`. Headers are a list, because a name may come several times.
    public func appendJSON(topic: String, partition: Int32, to writer: inout ByteWriter) {
        writer.appendUTF8("{\"topic\":")
        writer.appendJSON(topic)
        writer.appendUTF8(",\"partition\":\(partition),\"offset\":\(offset),\"timestamp\":\(timestamp),\"key\":")
        Self.append(key, to: &writer)
        writer.appendUTF8(",\"value\":")
        Self.append(value, to: &writer)
        writer.appendUTF8(",\"headers\":[")
        var isFirst = true
        for header in headers {
            writer.appendUTF8(isFirst ? "{\"key\":" : ",{\"key\":")
            isFirst = false
            Self.append(header.key, to: &writer)
            writer.appendUTF8(",\"value\":")
            Self.append(header.value, to: &writer)
            writer.appendUTF8("}")
        }
        writer.appendUTF8("]}")
    }

    private static func append(_ bytes: UnsafeRawBufferPointer?, to writer: inout ByteWriter) {
        guard let bytes else { return writer.appendUTF8("null") }
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        if isASCII || String(validating: bytes, as: UTF8.self) != nil { return writer.appendJSON(bytes) }
        writer.appendUTF8("{\"base64\":\"")
        writer.appendBase64(bytes)
        writer.appendUTF8("\"}")
    }
}
