import Binlog
import Bytes
import Schema

/// A column's default as the JSON that its values are written in: what a Connect schema names as `default`.
struct ColumnDefault {
    private let column: ColumnDefinition
    private let format: ColumnPlan.Format
    private let options: DebeziumOptions

    init(_ column: ColumnDefinition, format: ColumnPlan.Format, options: DebeziumOptions) {
        self.column = column
        self.format = format
        self.options = options
    }

    /// False, with nothing written, when the column has no default, or one that is no value (NULL, an expression).
    func append(to writer: inout ByteWriter) -> Bool {
        guard let expression = column.declared?.defaultExpression, column.declared?.isGenerated != true else {
            return false
        }
        switch SQLLiteral(expression) {
        case .null, .expression: return false
        case .now: return appendNow(to: &writer)
        case .text(let text): return append(text, to: &writer)
        case .bytes(let bytes): return append(bytes, to: &writer)
        }
    }

    /// The current time is no constant. A column that must have a value gets the first instant of 1970, as in Debezium.
    private func appendNow(to writer: inout ByteWriter) -> Bool {
        switch format {
        case .date, .dateTime, .timestamp: return TemporalDefault(format).appendEpoch(column, to: &writer)
        default: return false
        }
    }

    private func append(_ text: String, to writer: inout ByteWriter) -> Bool {
        switch format {
        case .integer, .year: return appendInteger(text, to: &writer)
        case .bigintUnsigned: return appendBigintUnsigned(text, to: &writer)
        case .floating:
            guard let number = Double(text.trimmed), number.isFinite else { return false }
            var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
            if column.type == .float {
                guard Float(number).isFinite else { return false }
                FloatingPointText.append(Float(number), to: &out)
            } else {
                FloatingPointText.append(number, to: &out)
            }
            writer.commit(upTo: out.at)
        case .decimal:
            return DecimalDefault(text.trimmed, scale: Int(column.metadata & 0xFF)).append(options.decimal, to: &writer)
        case .date, .time, .dateTime, .timestamp:
            return TemporalDefault(format).append(text, of: column, to: &writer)
        case .bit(let isBoolean):
            guard let number = UInt64(text.trimmed) else { return false }
            append(bits: number, isBoolean: isBoolean, to: &writer)
        case .binary: return append(Array(text.utf8), to: &writer)
        case .json, .geometry, .special(.vector): return false
        default: writer.appendJSON(text)
        }
        return true
    }

    private func append(_ bytes: [UInt8], to writer: inout ByteWriter) -> Bool {
        switch format {
        case .bit(let isBoolean):
            guard bytes.count <= 8 else { return false }
            append(bits: bytes.reduce(0) { $0 << 8 | UInt64($1) }, isBoolean: isBoolean, to: &writer)
        case .binary(let length):
            bytes.withUnsafeBytes {
                options.binary.append($0, zeros: max(0, length - bytes.count), to: &writer)
            }
        case .integer, .year, .bigintUnsigned:
            guard bytes.count <= 8 else { return false }
            return append(String(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }), to: &writer)
        case .json, .geometry, .special, .floating, .decimal, .date, .time, .dateTime, .timestamp: return false
        default: writer.appendJSON(String(decoding: bytes, as: UTF8.self))
        }
        return true
    }

    private func append(bits number: UInt64, isBoolean: Bool, to writer: inout ByteWriter) {
        if isBoolean { return writer.append(number == 0 ? "false" : "true") }
        writer.append(0x22)
        withUnsafeBytes(of: number.littleEndian) {
            Base64.append(UnsafeRawBufferPointer(rebasing: $0.prefix(Int(column.metadata + 7) / 8)), to: &writer)
        }
        writer.append(0x22)
    }

    private func appendInteger(_ text: String, to writer: inout ByteWriter) -> Bool {
        let text = text.trimmed
        if let number = Int64(text) {
            writer.appendDecimal(number)
        } else if let number = Double(text), number.magnitude < 9e18 {
            writer.appendDecimal(Int64(number.rounded()))
        } else {
            return false
        }
        return true
    }

    private func appendBigintUnsigned(_ text: String, to writer: inout ByteWriter) -> Bool {
        guard let number = UInt64(text.trimmed) else { return appendInteger(text, to: &writer) }
        switch options.bigintUnsignedWritten {
        case .exact: writer.appendDecimal(number)
        case .long: writer.appendDecimal(Int64(bitPattern: number))
        case .precise: TwosComplement(words: [0, 0, 0, number]).appendBase64(to: &writer)
        }
        return true
    }
}
