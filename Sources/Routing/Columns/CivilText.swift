import Binlog
import Bytes
import Expressions

/// Dates and times as the server prints them.
enum CivilText {
    static func append(_ date: CivilDate, to writer: inout ByteWriter) {
        writer.appendDecimal(UInt64(date.year), width: 4)
        writer.append(0x2D)
        writer.appendDecimal(UInt64(date.month), width: 2)
        writer.append(0x2D)
        writer.appendDecimal(UInt64(date.day), width: 2)
    }

    static func append(_ time: CivilDateTime, fractionDigits: Int, to writer: inout ByteWriter) {
        append(time.date, to: &writer)
        writer.append(0x20)
        append(
            hour: UInt64(time.hour), minute: UInt64(time.minute), second: UInt64(time.second),
            microsecond: UInt64(time.microsecond), fractionDigits, to: &writer)
    }

    static func append(_ time: TimeOfDay, fractionDigits: Int, to writer: inout ByteWriter) {
        let magnitude = time.microseconds.magnitude
        if time.microseconds < 0 { writer.append(0x2D) }
        append(
            hour: magnitude / 3_600_000_000, minute: magnitude / 60_000_000 % 60, second: magnitude / 1_000_000 % 60,
            microsecond: magnitude % 1_000_000, fractionDigits, to: &writer)
    }

    /// In UTC; the zero timestamp is the zero date.
    static func append(seconds: Int64, microseconds: UInt32, fractionDigits: Int, to writer: inout ByteWriter) {
        if seconds == 0, microseconds == 0 {
            append(CivilDate(year: 0, month: 0, day: 0), to: &writer)
        } else {
            append(CivilDate(daysSince1970: Int(seconds / 86_400)), to: &writer)
        }
        writer.append(0x20)
        let second = UInt64(seconds % 86_400)
        append(
            hour: second / 3600, minute: second / 60 % 60, second: second % 60, microsecond: UInt64(microseconds),
            fractionDigits, to: &writer)
    }

    private static func append(
        hour: UInt64, minute: UInt64, second: UInt64, microsecond: UInt64, _ fractionDigits: Int,
        to writer: inout ByteWriter
    ) {
        writer.appendDecimal(hour, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(minute, width: 2)
        writer.append(0x3A)
        writer.appendDecimal(second, width: 2)
        guard fractionDigits > 0 else { return }
        writer.append(0x2E)
        writer.appendDecimal(microsecond, width: 6)
        writer.truncate(to: writer.count - (6 - fractionDigits))
    }
}
