import Bytes
import Schema

/// The Connect schemas of one table version's records, as the text that goes before each payload:
/// `{"schema":{"type":"struct",…},"payload":`.
struct ConnectRowSchema {
    let table: TableDefinition
    /// What the names of the schemas begin with.
    let topic: String
    let options: DebeziumOptions

    func keyHead(_ columns: [Int]) throws(ChangeEventError) -> ByteWriter {
        var writer = ByteWriter(capacity: 512)
        writer.append("{\"schema\":{\"type\":\"struct\",\"fields\":[")
        try append(columns, to: &writer)
        writer.append("],\"optional\":false,\"name\":")
        writer.appendJSON("\(topic).Key")
        writer.append("},\"payload\":")
        return writer
    }

    func valueHead(_ connector: DebeziumSource.Connector) throws(ChangeEventError) -> ByteWriter {
        var row = ByteWriter(capacity: 1024)
        row.append("{\"type\":\"struct\",\"fields\":[")
        try append(Array(table.columns.indices), to: &row)
        row.append("],\"optional\":true,\"name\":")
        row.appendJSON("\(topic).Value")
        var writer = ByteWriter(capacity: 2 * row.count + 4096)
        writer.append("{\"schema\":{\"type\":\"struct\",\"fields\":[")
        writer.append(row.bytes)
        writer.append(",\"field\":\"before\"},")
        writer.append(row.bytes)
        writer.append(",\"field\":\"after\"},")
        ConnectSchemaText.appendSource(connector, to: &writer)
        writer.append(",\"field\":\"source\"},")
        writer.append(ConnectSchemaText.transactionBlock)
        writer.append(",{\"type\":\"string\",\"optional\":false,\"field\":\"op\"}")
        for field in ["ts_ms", "ts_us", "ts_ns"] as [StaticString] {
            writer.append(",{\"type\":\"int64\",\"optional\":true,\"field\":\"")
            writer.append(field)
            writer.append("\"}")
        }
        writer.append("],\"optional\":false,\"name\":")
        writer.appendJSON("\(topic).Envelope")
        writer.append(",\"version\":2},\"payload\":")
        return writer
    }

    private func append(_ columns: [Int], to writer: inout ByteWriter) throws(ChangeEventError) {
        for (position, index) in columns.enumerated() {
            if position > 0 { writer.append(0x2C) }
            try ConnectFieldSchema(table.columns[index], of: table, options: options).append(to: &writer)
        }
    }
}
