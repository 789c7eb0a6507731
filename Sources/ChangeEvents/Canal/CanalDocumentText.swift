import Binlog
import Bytes

/// A string in a JSON document as Canal writes it: `\"`, `\\`, `\n`, `\r`, `\t`; the other control characters, also
/// those from U+007F to U+00A0, as `\u00xx` in small letters.
enum CanalDocumentText {
    /// False (and some of the text written) when the text is not UTF-8.
    static func append(_ text: UnsafeRawBufferPointer, to writer: inout ByteWriter) -> Bool {
        var rest = text
        while let first = rest.first {
            var out = DigitOutput(writer.freeSpace(8))
            var used = 1
            switch first {
            case 0x09, 0x0A, 0x0D, 0x22, 0x5C: JSONText.escape(first, to: &out)
            case 0x00..<0x20, 0x7F: escape(first, to: &out)
            case 0x20..<0x80: out.byte(first)
            case 0xC2 where rest.count > 1 && rest[rest.startIndex + 1] >= 0x80 && rest[rest.startIndex + 1] <= 0xA0:
                escape(rest[rest.startIndex + 1], to: &out)
                used = 2
            default:
                used = UTF8Sequence.copy(UnsafeRawBufferPointer(rebasing: rest[...]), to: &out)
                guard used > 0 else { return false }
            }
            writer.commit(upTo: out.at)
            rest = UnsafeRawBufferPointer(rebasing: rest[used...])
        }
        return true
    }

    private static func escape(_ byte: UInt8, to out: inout DigitOutput) {
        out.text("\\u00")
        out.byte(0x30 &+ byte >> 4 &+ (byte >= 0xA0 ? 0x27 : 0))
        let low = byte & 0xF
        out.byte(low < 10 ? 0x30 &+ low : 0x57 &+ low)
    }
}

/// A value in a JSON document that JSON has no type for, as Canal writes it: temporals always with six fraction
/// digits, a DATE with a time. Everything that is neither number nor temporal is Base64: Canal's bytes taken for text
/// could not be read back.
enum CanalOpaqueText {
    /// Packed forms: see `OpaqueText`.
    static func append(
        _ bytes: UnsafeRawBufferPointer, columnType: UInt8, to writer: inout ByteWriter
    ) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        switch ColumnType(rawValue: columnType) {
        case .date, .dateTimeOld, .dateTime2, .timestampOld, .timestamp2:
            let packed = UInt64(bitPattern: try cursor.i64le())
            guard packed != 0 else { return writer.append("\"0000-00-00 00:00:00\"") }
            let month = packed >> 46
            let date = CivilDate(
                year: UInt16(truncatingIfNeeded: month / 13), month: UInt8(month % 13),
                day: UInt8(truncatingIfNeeded: packed >> 41 & 0x1F))
            let value = CivilDateTime(
                date: date, hour: UInt8(truncatingIfNeeded: packed >> 36 & 0x1F),
                minute: UInt8(truncatingIfNeeded: packed >> 30 & 0x3F),
                second: UInt8(truncatingIfNeeded: packed >> 24 & 0x3F),
                microsecond: UInt32(truncatingIfNeeded: packed & 0xFF_FFFF))
            var out = DigitOutput(writer.freeSpace(TemporalText.lengthMax + 2))
            out.byte(0x22)
            TemporalText.append(value, fractionDigits: 6, to: &out)
            out.byte(0x22)
            writer.commit(upTo: out.at)
        case .timeOld, .time2:
            let packed = try cursor.i64le()
            guard packed != 0 else { return writer.append("\"00:00:00\"") }
            let clock = packed.magnitude >> 24
            let seconds = (clock >> 12 & 0x3FF) * 3600 + (clock >> 6 & 0x3F) * 60 + (clock & 0x3F)
            let magnitude = Int64(seconds) * 1_000_000 + Int64(packed.magnitude & 0xFF_FFFF)
            var out = DigitOutput(writer.freeSpace(TemporalText.lengthMax + 2))
            out.byte(0x22)
            TemporalText.append(
                TimeOfDay(microseconds: packed < 0 ? -magnitude : magnitude), fractionDigits: 6, to: &out)
            out.byte(0x22)
            writer.commit(upTo: out.at)
        default:
            try OpaqueText.append(bytes, columnType: columnType, to: &writer)
        }
    }
}
