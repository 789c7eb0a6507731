import Binlog
import Bytes

/// A value in a JSON document that JSON has no type for: DECIMAL as a number, temporals as text, everything else as
/// Base64. The server prints all six fraction digits and the column type before the Base64 (`base64:type15:yv66vg==`);
/// Debezium leaves out zeros at the fraction's end, and the type.
///
/// Temporals are eight bytes, little-endian, fraction in the low 24 bits (MySQL `my_time.cc`, "packed"):
///
///     DATE, DATETIME, TIMESTAMP   ((year × 13 + month) << 5 | day) << 17 | hour << 12 | minute << 6 | second
///     TIME                        hour << 12 | minute << 6 | second; negative as a whole
enum OpaqueText {
    static func append(
        _ bytes: UnsafeRawBufferPointer, columnType: UInt8, isServers: Bool = false, to writer: inout ByteWriter
    ) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        switch ColumnType(rawValue: columnType) {
        case .newDecimal:
            let precision = try cursor.u8()
            let scale = try cursor.u8()
            try PackedDecimal(bytes: cursor.rest(), precision: precision, scale: scale).append(to: &writer)
        case .date:
            writer.append(0x22)
            appendDate(try cursor.i64le(), to: &writer)
            writer.append(0x22)
        case .dateTimeOld, .dateTime2, .timestampOld, .timestamp2:
            let packed = try cursor.i64le()
            writer.append(0x22)
            appendDate(packed, to: &writer)
            writer.append(0x20)
            appendTime(packed & 0x1FF_FFFF_FFFF, isServers, to: &writer)
            writer.append(0x22)
        case .timeOld, .time2:
            let packed = try cursor.i64le()
            writer.append(packed < 0 ? "\"-" : "\"")
            appendTime(Int64(truncatingIfNeeded: packed.magnitude), isServers, to: &writer)
            writer.append(0x22)
        default:
            writer.append(0x22)
            if isServers {
                appendLines(bytes, columnType: columnType, to: &writer)
            } else {
                Base64.append(bytes, to: &writer)
            }
            writer.append(0x22)
        }
    }

    /// The server's Base64 has an end of line after each 76 characters, which stands escaped in the document.
    private static func appendLines(_ bytes: UnsafeRawBufferPointer, columnType: UInt8, to writer: inout ByteWriter) {
        writer.append("base64:type")
        writer.appendDecimal(UInt64(columnType))
        writer.append(0x3A)
        var rest = bytes[...]
        while rest.count > 57 {
            Base64.append(UnsafeRawBufferPointer(rebasing: rest.prefix(57)), to: &writer)
            writer.append("\\n")
            rest = rest.dropFirst(57)
        }
        Base64.append(UnsafeRawBufferPointer(rebasing: rest), to: &writer)
    }

    private static func appendDate(_ packed: Int64, to writer: inout ByteWriter) {
        let day = UInt64(bitPattern: packed) >> 41
        let month = day >> 5
        writer.appendDecimal(month / 13, width: 4)
        writer.append(0x2D)
        writer.appendDecimal(month % 13, width: 2)
        writer.append(0x2D)
        writer.appendDecimal(day & 0x1F, width: 2)
    }

    private static func appendTime(_ packed: Int64, _ isServers: Bool, to writer: inout ByteWriter) {
        let second = UInt64(bitPattern: packed) >> 24
        writer.appendDecimal(second >> 12 & 0x3FF, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(second >> 6 & 0x3F, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(second & 0x3F, width: 2)
        var fraction = UInt64(bitPattern: packed) & 0xFF_FFFF
        guard fraction != 0 || isServers else { return }
        var width = 6
        while !isServers, fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        writer.append(0x2E)
        writer.appendDecimal(fraction, width: max(1, width))
    }
}
