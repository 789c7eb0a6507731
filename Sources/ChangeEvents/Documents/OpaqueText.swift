import Binlog
import Bytes

/// A value in a JSON document that JSON has no type for, as Debezium writes it: DECIMAL as a number, temporals as text
/// in the server's form without trailing zeros in the fraction, everything else as Base64.
///
/// Temporals are eight bytes, little-endian, fraction in the low 24 bits (MySQL `my_time.cc`, "packed"):
///
///     DATE, DATETIME, TIMESTAMP   ((year × 13 + month) << 5 | day) << 17 | hour << 12 | minute << 6 | second
///     TIME                        hour << 12 | minute << 6 | second; negative as a whole
enum OpaqueText {
    static func append(
        _ bytes: UnsafeRawBufferPointer, columnType: UInt8, to writer: inout ByteWriter
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
            appendTime(packed & 0x1FF_FFFF_FFFF, to: &writer)
            writer.append(0x22)
        case .timeOld, .time2:
            let packed = try cursor.i64le()
            writer.append(packed < 0 ? "\"-" : "\"")
            appendTime(Int64(truncatingIfNeeded: packed.magnitude), to: &writer)
            writer.append(0x22)
        default:
            writer.append(0x22)
            Base64.append(bytes, to: &writer)
            writer.append(0x22)
        }
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

    private static func appendTime(_ packed: Int64, to writer: inout ByteWriter) {
        let second = UInt64(bitPattern: packed) >> 24
        writer.appendDecimal(second >> 12 & 0x3FF, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(second >> 6 & 0x3F, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(second & 0x3F, width: 2)
        var fraction = UInt64(bitPattern: packed) & 0xFF_FFFF
        guard fraction != 0 else { return }
        var width = 6
        while fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        writer.append(0x2E)
        writer.appendDecimal(fraction, width: max(1, width))
    }
}
