import Binlog
import Bytes
import Schema

/// The default of a DATE, TIME, DATETIME or TIMESTAMP column, which the server keeps as text:
/// `2020-02-29 12:34:56.123`, `-838:59:59`.
struct TemporalDefault {
    private let format: ColumnPlan.Format

    init(_ format: ColumnPlan.Format) { self.format = format }

    /// False where the text is none, or NULL stands for it.
    func append(_ text: String, of column: ColumnDefinition, to writer: inout ByteWriter) -> Bool {
        var out = DigitOutput(writer.freeSpace(48))
        if case .time(let unit) = format {
            guard let time = Self.time(text.trimmed[...]) else { return false }
            if case .text = unit {
                ISOText.append(TimeOfDay(microseconds: time), to: &out)
            } else {
                out.decimal(unit.count(microseconds: time) ?? 0)
            }
            writer.commit(upTo: out.at)
            return true
        }
        guard let (date, microseconds) = Self.dateTime(text.trimmed) else { return false }
        guard let days = CivilCalendar.days(date) else { return appendEpoch(column, to: &writer) }
        let total = Int64(days) * 86_400_000_000 + microseconds
        switch format {
        case .date(let isText):
            if isText { ISOText.append(date, to: &out) } else { out.decimal(Int64(days)) }
        case .dateTime(.text):
            let second = microseconds / 1_000_000
            let value = CivilDateTime(
                date: date, hour: UInt8(second / 3600), minute: UInt8(second / 60 % 60), second: UInt8(second % 60),
                microsecond: UInt32(microseconds % 1_000_000))
            ISOText.append(value, to: &out)
        case .dateTime(let unit):
            guard let count = unit.count(microseconds: total) else { return appendEpoch(column, to: &writer) }
            out.decimal(count)
        case .timestamp(let digits):
            guard total >= 0 else { return false }
            var text = TimestampText()
            text.append(
                seconds: total / 1_000_000, microseconds: UInt32(total % 1_000_000), fractionDigits: digits, to: &out)
        default: return false
        }
        writer.commit(upTo: out.at)
        return true
    }

    /// The first instant of 1970, where the column must have a value.
    func appendEpoch(_ column: ColumnDefinition, to writer: inout ByteWriter) -> Bool {
        guard !column.isNullable else { return false }
        writer.append(format.epoch)
        return true
    }

    private static func dateTime(_ text: String) -> (CivilDate, microseconds: Int64)? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 1 || parts.count == 2 else { return nil }
        let fields = parts[0].split(separator: "-")
        guard fields.count == 3, let year = UInt16(fields[0]), year <= 9999, let month = UInt8(fields[1]),
            let day = UInt8(fields[2])
        else { return nil }
        var microseconds: Int64 = 0
        if parts.count == 2 {
            guard let time = time(parts[1]), time >= 0, time < 86_400_000_000 else { return nil }
            microseconds = time
        }
        return (CivilDate(year: year, month: month, day: day), microseconds)
    }

    /// `[-]hours:minutes[:seconds[.fraction]]` in microseconds.
    private static func time(_ text: Substring) -> Int64? {
        let isNegative = text.first == "-"
        let fields = (isNegative ? text.dropFirst() : text).split(separator: ":")
        guard fields.count == 2 || fields.count == 3, let hours = UInt16(fields[0]), hours <= 838,
            let minutes = UInt8(fields[1]), minutes < 60
        else { return nil }
        var microseconds = (Int64(hours) * 60 + Int64(minutes)) * 60_000_000
        if fields.count == 3 {
            let second = fields[2].split(separator: ".", maxSplits: 1)
            guard let first = second.first, let whole = UInt8(first), whole < 60 else { return nil }
            microseconds += Int64(whole) * 1_000_000
            if second.count == 2 {
                let digits = second[1].prefix(6)
                guard let fraction = Int64(digits + String(repeating: "0", count: 6 - digits.count)) else { return nil }
                microseconds += fraction
            }
        }
        return isNegative ? -microseconds : microseconds
    }
}
