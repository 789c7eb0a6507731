import ArgumentParser
import Bytes
import RecordBatch

/// What a line of `leat consume` holds.
enum RecordFormat: String, CaseIterable, ExpressibleByArgument {
    /// The value alone.
    case value
    /// All of the record, as `RecordView.appendJSON` writes it.
    case json

    /// - Parameter line: memory for the line, used again and again.
    func write(
        _ record: RecordView,
        topic: String,
        partition: Int32,
        line: inout ByteWriter,
        to output: StandardOutput
    ) {
        switch self {
        case .value:
            guard let value = record.value else { return output.write("null") }
            output.write(value)
        case .json:
            line.removeAll()
            record.appendJSON(topic: topic, partition: partition, to: &line)
            output.write(line.bytes)
        }
    }
}
