import Bytes
import Schema

/// The Connect schema of one column, as Connect's JSON converter writes it:
/// `{"type":"int32","optional":true,"name":"io.debezium.time.Date","version":1,"default":0,"field":"c"}`.
struct ConnectFieldSchema {
    private let column: ColumnDefinition
    private let format: ColumnPlan.Format
    private let options: DebeziumOptions

    init(
        _ column: ColumnDefinition, of table: TableDefinition, options: DebeziumOptions
    ) throws(ChangeEventError) {
        self.column = column
        self.options = options
        format = try ColumnPlan.Format(column, of: table, options: options)
    }

    func append(to writer: inout ByteWriter) {
        writer.append("{\"type\":")
        appendType(to: &writer)
        writer.append(isOptional ? ",\"optional\":true" : ",\"optional\":false")
        if let name = semanticName {
            writer.append(",\"name\":\"")
            writer.append(name)
            writer.append("\",\"version\":1")
        }
        appendParameters(to: &writer)
        let start = writer.count
        writer.append(",\"default\":")
        if !ColumnDefault(column, format: format, options: options).append(to: &writer) { writer.truncate(to: start) }
        writer.append(",\"field\":")
        writer.appendJSON(column.name)
        writer.append(0x7D)
    }

    /// Debezium's schema of a geometry is optional whatever the column is.
    private var isOptional: Bool {
        if case .geometry(isPoint: false) = format { return true }
        return column.isNullable
    }

    private func appendType(to writer: inout ByteWriter) {
        switch format {
        case .geometry(let isPoint):
            writer.append("\"struct\",\"fields\":[")
            if isPoint {
                writer.append("{\"type\":\"double\",\"optional\":false,\"field\":\"x\"},")
                writer.append("{\"type\":\"double\",\"optional\":false,\"field\":\"y\"},")
            }
            writer.append("{\"type\":\"bytes\",\"optional\":")
            writer.append(isPoint ? "true" : "false")
            writer.append(",\"field\":\"wkb\"},{\"type\":\"int32\",\"optional\":true,\"field\":\"srid\"}]")
        case .special(.vector):
            writer.append("\"array\",\"items\":{\"type\":\"float\",\"optional\":false}")
        default:
            writer.append(0x22)
            writer.append(plainType)
            writer.append(0x22)
        }
    }

    private var plainType: StaticString {
        switch format {
        case .integer: integerType
        case .bigintUnsigned: options.bigintUnsignedWritten == .precise ? "bytes" : "int64"
        case .floating: isSinglePrecision ? "float" : "double"
        case .decimal: options.decimal == .string ? "string" : options.decimal == .double ? "double" : "bytes"
        case .year: "int32"
        case .date(let isText): isText ? "string" : "int32"
        case .time(.text), .dateTime(.text), .timestamp: "string"
        case .time: options.time == .connect ? "int32" : "int64"
        case .dateTime: "int64"
        case .bit(let isBoolean): isBoolean ? "boolean" : "bytes"
        case .binary: options.binary == .bytes ? "bytes" : "string"
        default: "string"
        }
    }

    private var integerType: StaticString {
        switch column.type {
        case .tiny: "int16"
        case .short: column.isUnsigned ? "int32" : "int16"
        case .int24: "int32"
        case .long: column.isUnsigned ? "int64" : "int32"
        default: "int64"
        }
    }

    /// FLOAT(M,D) is a double in Debezium; only the declaration tells it from FLOAT.
    private var isSinglePrecision: Bool {
        guard column.type == .float else { return false }
        return column.declared?.typeText.contains(",") != true
    }

    private var semanticName: StaticString? {
        switch format {
        case .bigintUnsigned:
            options.bigintUnsignedWritten == .precise ? "org.apache.kafka.connect.data.Decimal" : nil
        case .decimal: options.decimal == .precise ? "org.apache.kafka.connect.data.Decimal" : nil
        case .year: "io.debezium.time.Year"
        case .date(isText: true): "io.debezium.time.IsoDate"
        case .date: options.time == .connect ? "org.apache.kafka.connect.data.Date" : "io.debezium.time.Date"
        case .time(.text): "io.debezium.time.IsoTime"
        case .time(.milliseconds): "org.apache.kafka.connect.data.Time"
        case .time(.microseconds): "io.debezium.time.MicroTime"
        case .time(.nanoseconds): "io.debezium.time.NanoTime"
        case .dateTime(.text): "io.debezium.time.IsoTimestamp"
        case .dateTime(.milliseconds):
            options.time == .connect ? "org.apache.kafka.connect.data.Timestamp" : "io.debezium.time.Timestamp"
        case .dateTime(.microseconds): "io.debezium.time.MicroTimestamp"
        case .dateTime(.nanoseconds): "io.debezium.time.NanoTimestamp"
        case .timestamp: "io.debezium.time.ZonedTimestamp"
        case .bit(isBoolean: false): "io.debezium.data.Bits"
        case .enumeration: "io.debezium.data.Enum"
        case .set: "io.debezium.data.EnumSet"
        case .json: "io.debezium.data.Json"
        case .geometry(let isPoint):
            isPoint ? "io.debezium.data.geometry.Point" : "io.debezium.data.geometry.Geometry"
        case .special(.vector): "io.debezium.data.FloatVector"
        case .special(.uuid): "io.debezium.data.Uuid"
        default: nil
        }
    }

    /// What stands behind the name: `doc` of geometries, `parameters` of the others.
    private func appendParameters(to writer: inout ByteWriter) {
        switch format {
        case .geometry(let isPoint):
            writer.append(isPoint ? ",\"doc\":\"Geometry (POINT)\"" : ",\"doc\":\"Geometry\"")
        case .bigintUnsigned where options.bigintUnsignedWritten == .precise:
            appendDecimal(precision: 20, scale: 0, to: &writer)
        case .decimal where options.decimal == .precise:
            appendDecimal(precision: column.metadata >> 8, scale: column.metadata & 0xFF, to: &writer)
        case .bit(isBoolean: false):
            writer.append(",\"parameters\":{\"length\":\"")
            writer.appendDecimal(UInt64(column.metadata))
            writer.append("\"}")
        case .enumeration, .set:
            writer.append(",\"parameters\":{\"allowed\":")
            writer.appendJSON(column.members.map { $0.replacingCommas }.joined(separator: ","))
            writer.append(0x7D)
        default: break
        }
    }

    private func appendDecimal(precision: UInt16, scale: UInt16, to writer: inout ByteWriter) {
        writer.append(",\"parameters\":{\"scale\":\"")
        writer.appendDecimal(UInt64(scale))
        writer.append("\",\"connect.decimal.precision\":\"")
        writer.appendDecimal(UInt64(precision))
        writer.append("\"}")
    }
}

extension String {
    /// Members of an ENUM stand in one text with commas between them; a comma in a member has a backslash before it.
    fileprivate var replacingCommas: String {
        split(separator: ",", omittingEmptySubsequences: false).joined(separator: "\\,")
    }
}
