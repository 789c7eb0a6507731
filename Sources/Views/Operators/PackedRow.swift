import Binlog
import Bytes

/// Column values as bytes, to keep rows of joined tables. A byte that says which, then the value, little-endian.
enum PackedRow {
    /// - Returns: false for a value that is not there.
    static func append(_ value: ColumnValue, to out: inout ByteWriter) -> Bool {
        switch value {
        case .absent: return false
        case .null: out.append(0)
        case .signed(let number): append(1, number, &out)
        case .unsigned(let number): append(2, number, &out)
        case .float(let number): append(3, number.bitPattern, &out)
        case .double(let number): append(4, number.bitPattern, &out)
        case .decimal(let number):
            append(5, UInt16(number.precision) | UInt16(number.scale) << 8, &out)
            append(number.bytes, &out)
        case .year(let year): append(6, year, &out)
        case .date(let date): append(7, UInt32(date.year) << 16 | UInt32(date.month) << 8 | UInt32(date.day), &out)
        case .time(let time): append(8, time.microseconds, &out)
        case .dateTime(let time):
            let date = UInt64(time.date.year) << 48 | UInt64(time.date.month) << 44 | UInt64(time.date.day) << 38
            let clock = UInt64(time.hour) << 32 | UInt64(time.minute) << 26 | UInt64(time.second) << 20
            append(9, date | clock | UInt64(time.microsecond), &out)
        case .timestamp(let seconds, let microseconds):
            append(10, seconds, &out)
            out.appendLE(microseconds)
        case .bit(let bytes):
            out.append(11)
            append(bytes, &out)
        case .enumeration(let index): append(12, index, &out)
        case .set(let bits): append(13, bits, &out)
        case .bytes(let bytes):
            out.append(14)
            append(bytes, &out)
        case .json, .geometry: out.append(15)
        }
        return true
    }

    @inline(__always)
    private static func append(
        _ tag: UInt8, _ number: some FixedWidthInteger & BitwiseCopyable, _ out: inout ByteWriter
    ) {
        out.append(tag)
        out.appendLE(number)
    }

    @inline(__always)
    private static func append(_ bytes: UnsafeRawBufferPointer, _ out: inout ByteWriter) {
        out.appendUnsignedVarint(UInt64(bytes.count))
        out.append(bytes)
    }

    /// The next value; its bytes point into the row.
    static func read(_ cursor: inout ByteCursor) throws(BytesError) -> ColumnValue {
        let at = cursor.offset
        switch try cursor.u8() {
        case 0: return .null
        case 1: return .signed(try cursor.i64le())
        case 2: return .unsigned(try cursor.u64le())
        case 3: return .float(Float(bitPattern: try cursor.u32le()))
        case 4: return .double(Double(bitPattern: try cursor.u64le()))
        case 5:
            let shape = try cursor.u16le()
            return .decimal(
                PackedDecimal(
                    bytes: try bytes(&cursor), precision: UInt8(shape & 0xFF), scale: UInt8(shape >> 8)))
        case 6: return .year(try cursor.u16le())
        case 7:
            let date = try cursor.u32le()
            return .date(
                CivilDate(
                    year: UInt16(date >> 16), month: UInt8(date >> 8 & 0xFF), day: UInt8(date & 0xFF)))
        case 8: return .time(TimeOfDay(microseconds: try cursor.i64le()))
        case 9: return .dateTime(dateTime(try cursor.u64le()))
        case 10:
            let seconds = try cursor.i64le()
            return .timestamp(seconds: seconds, microseconds: try cursor.u32le())
        case 11: return .bit(try bytes(&cursor))
        case 12: return .enumeration(try cursor.u16le())
        case 13: return .set(try cursor.u64le())
        case 14: return .bytes(try bytes(&cursor))
        // Only whether it is there was asked for.
        case 15: return .json(UnsafeRawBufferPointer(start: nil, count: 0))
        default: throw .malformed("no value of a row", at: at)
        }
    }

    private static func dateTime(_ packed: UInt64) -> CivilDateTime {
        CivilDateTime(
            date: CivilDate(
                year: UInt16(packed >> 48), month: UInt8(packed >> 44 & 0xF), day: UInt8(packed >> 38 & 0x3F)),
            hour: UInt8(packed >> 32 & 0x3F), minute: UInt8(packed >> 26 & 0x3F), second: UInt8(packed >> 20 & 0x3F),
            microsecond: UInt32(packed & 0xFFFFF))
    }

    @inline(__always)
    private static func bytes(_ cursor: inout ByteCursor) throws(BytesError) -> UnsafeRawBufferPointer {
        try cursor.bytes(Int(clamping: try cursor.unsignedVarint()))
    }
}
