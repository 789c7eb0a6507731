import Bytes

/// The result of a view and its changes as JSON and as Server-Sent Events (HTML Living Standard, "Server-sent events").
///
///     {"name":"gmv","columns":[{"name":"province","kind":"text"}],"rows":[["GD","12.50"]],
///      "position":"4711","commit_milliseconds":1700000000000}
///     event: change
///     id: 4712
///     data: {"position":"4712","commit_milliseconds":…,"removed":[[…]],"added":[[…]]}
struct ViewEvents {
    let name: String
    /// Sequence of the last frame whose changes are in.
    let position: UInt64
    /// When the source committed the last of them.
    let commitMilliseconds: Int64

    func result(_ columns: [ViewColumn], _ rows: [ViewRow]) -> [UInt8] {
        var out = ByteWriter(capacity: 256 + rows.count * 32)
        append(columns, rows, to: &out)
        return Array(out.bytes)
    }

    func rowsEvent(_ columns: [ViewColumn], _ rows: [ViewRow]) -> [UInt8] {
        var out = ByteWriter(capacity: 256 + rows.count * 32)
        begin("rows", &out)
        append(columns, rows, to: &out)
        out.append("\n\n")
        return Array(out.bytes)
    }

    func changeEvent(_ delta: ViewDelta) -> [UInt8] {
        var out = ByteWriter(capacity: 256 + (delta.removed.count + delta.added.count) * 32)
        begin("change", &out)
        out.append("{")
        appendPlace(&out)
        out.append(",\"removed\":")
        Self.append(delta.removed, to: &out)
        out.append(",\"added\":")
        Self.append(delta.added, to: &out)
        out.append("}\n\n")
        return Array(out.bytes)
    }

    static func stoppedEvent(_ refusal: ViewRefusal) -> [UInt8] {
        var out = ByteWriter(capacity: 256)
        out.append("event: stopped\ndata: {\"error\":")
        out.appendJSON(refusal.what)
        out.append(",\"remedy\":")
        out.appendJSON(refusal.remedy)
        out.append("}\n\n")
        return Array(out.bytes)
    }

    private func begin(_ event: StaticString, _ out: inout ByteWriter) {
        out.append("event: ")
        out.append(event)
        out.append("\nid: ")
        out.append(utf8: "\(position)\ndata: ")
    }

    private func appendPlace(_ out: inout ByteWriter) {
        out.append(utf8: "\"position\":\"\(position)\",\"commit_milliseconds\":\(commitMilliseconds)")
    }

    private func append(_ columns: [ViewColumn], _ rows: [ViewRow], to out: inout ByteWriter) {
        out.append("{\"name\":")
        out.appendJSON(name)
        out.append(",\"columns\":[")
        for (index, column) in columns.enumerated() {
            out.append(index == 0 ? "{\"name\":" : ",{\"name\":")
            out.appendJSON(column.name)
            out.append(utf8: ",\"kind\":\"\(column.kind.rawValue)\"")
            if let order = column.order { out.append(utf8: ",\"order\":\(order)") }
            out.append("}")
        }
        out.append("],\"rows\":")
        Self.append(rows, to: &out)
        out.append(",")
        appendPlace(&out)
        out.append("}")
    }

    private static func append(_ rows: [ViewRow], to out: inout ByteWriter) {
        out.append("[")
        for (index, row) in rows.enumerated() {
            out.append(index == 0 ? "[" : ",[")
            for (column, value) in row.values.enumerated() {
                if column > 0 { out.append(",") }
                value.appendJSON(to: &out)
            }
            out.append("]")
        }
        out.append("]")
    }
}
