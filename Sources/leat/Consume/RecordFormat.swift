import ArgumentParser
import Bytes
import RecordBatch

/// What a line of `leat consume` holds.
enum RecordFormat: String, CaseIterable, ExpressibleByArgument {
    /// The value alone.
    case value
    /// `{"topic","partition","offset","timestamp","key","value","headers"}`; key and value are texts as they stand
    /// in the record, or null; bytes that are no UTF-8 come as `{"base64":"…"}`. Headers are a list of key and value, because
    /// a key may come several times.
    case json

    func write(_ record: RecordView, topic: String, partition: Int32, to output: StandardOutput) {
        switch self {
        case .value:
            guard let value = record.value else { return output.write("null") }
            output.write(value)
        case .json:
            output.write("{\"topic\":")
            output.write(JSONText.quoted(topic))
            output.write(
                ",\"partition\":\(partition),\"offset\":\(record.offset),\"timestamp\":\(record.timestamp),\"key\":"
            )
            write(record.key, to: output)
            output.write(",\"value\":")
            write(record.value, to: output)
            output.write(",\"headers\":[")
            var isFirst = true
            for header in record.headers {
                output.write(isFirst ? "{\"key\":" : ",{\"key\":")
                isFirst = false
                write(header.key, to: output)
                output.write(",\"value\":")
                write(header.value, to: output)
                output.write("}")
            }
            output.write("]}")
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer?, to output: StandardOutput) {
        guard let bytes else { return output.write("null") }
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        if isASCII || String(validating: bytes, as: UTF8.self) != nil {
            output.writeQuoted(bytes)
        } else {
            output.write("{\"base64\":\"")
            output.write(Base64.encode(bytes))
            output.write("\"}")
        }
    }
}
