/// The fraction behind a packed time: one byte of hundredths, two of 100 µs or three of µs.
enum PackedFraction {
    @inline(__always)
    static func microseconds(_ packed: UInt64, bytes: UInt8) -> UInt32 {
        switch bytes {
        case 0: 0
        case 1: UInt32(packed & 0xFF) &* 10_000
        case 2: UInt32(packed & 0xFFFF) &* 100
        default: UInt32(packed & 0xFF_FFFF)
        }
    }
}

extension CivilDate {
    /// DATE: 3 bytes, little-endian: year 15 bits, month 4 bits, day 5 bits.
    /// Source: MySQL `Field_newdate`.
    @inline(__always)
    init(packed: UInt64) {
        self.init(
            year: UInt16(truncatingIfNeeded: packed >> 9),
            month: UInt8(truncatingIfNeeded: packed >> 5 & 15),
            day: UInt8(truncatingIfNeeded: packed & 31)
        )
    }
}

extension TimeOfDay {
    /// TIME2: big-endian 3 bytes and the fraction as one number, offset by half its range: hour 10 bits, minute 6,
    /// second 6, fraction. A negative time is the whole number's negative.
    /// Source: MySQL mysys/my_time.cc `my_time_packed_from_binary`.
    @inline(__always)
    init?(packed: UInt64, fractionBytes: UInt8) {
        let fractionBits = UInt64(8 &* fractionBytes)
        let offset = Int64(bitPattern: packed) &- Int64(bitPattern: 0x80_0000 << fractionBits)
        let magnitude = offset.magnitude
        let clock = magnitude >> fractionBits
        let micros = PackedFraction.microseconds(magnitude, bytes: fractionBytes)
        let (hour, minute, second) = (clock >> 12, clock >> 6 & 63, clock & 63)
        guard hour <= 838, minute < 60, second < 60, micros < 1_000_000 else { return nil }
        let total = Int64(bitPattern: (hour &* 3600 &+ minute &* 60 &+ second) &* 1_000_000) &+ Int64(micros)
        self.init(microseconds: offset < 0 ? -total : total)
    }

    /// TIME before MySQL 5.6: 3 bytes, little-endian, signed: the digits ±hhhmmss.
    init?(digits: UInt64) {
        let signed = Int64(bitPattern: digits << 40) >> 40
        let magnitude = signed.magnitude
        let (hour, minute, second) = (magnitude / 10_000, magnitude / 100 % 100, magnitude % 100)
        guard hour <= 838, minute < 60, second < 60 else { return nil }
        let total = Int64(bitPattern: (hour * 3600 + minute * 60 + second) * 1_000_000)
        self.init(microseconds: signed < 0 ? -total : total)
    }
}

extension CivilDateTime {
    /// DATETIME2: big-endian, sign 1 bit (set), year × 13 + month 17 bits, day 5, hour 5, minute 6, second 6, then the
    /// fraction.
    /// Source: MySQL mysys/my_time.cc `my_datetime_packed_from_binary`.
    @inline(__always)
    init?(packed: UInt64, fractionBytes: UInt8) {
        let clock = packed >> UInt64(8 &* fractionBytes)
        let micros = PackedFraction.microseconds(packed, bytes: fractionBytes)
        let yearMonth = clock >> 22 & 0x1_FFFF
        let (hour, minute, second) = (clock >> 12 & 31, clock >> 6 & 63, clock & 63)
        guard clock >> 39 == 1, yearMonth < 130_000, hour < 24, minute < 60, second < 60, micros < 1_000_000 else {
            return nil
        }
        let date = CivilDate(
            year: UInt16(truncatingIfNeeded: yearMonth / 13),
            month: UInt8(truncatingIfNeeded: yearMonth % 13),
            day: UInt8(truncatingIfNeeded: clock >> 17 & 31)
        )
        self.init(
            date: date,
            hour: UInt8(truncatingIfNeeded: hour),
            minute: UInt8(truncatingIfNeeded: minute),
            second: UInt8(truncatingIfNeeded: second),
            microsecond: micros
        )
    }

    /// DATETIME before MySQL 5.6: 8 bytes, little-endian: the digits yyyymmddhhmmss.
    init?(digits: UInt64) {
        let (day, clock) = (digits / 1_000_000, digits % 1_000_000)
        let (year, month, dayOfMonth) = (day / 10_000, day / 100 % 100, day % 100)
        let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100)
        guard year < 10_000, month <= 12, dayOfMonth <= 31, hour < 24, minute < 60, second < 60 else { return nil }
        self.init(
            date: CivilDate(year: UInt16(year), month: UInt8(month), day: UInt8(dayOfMonth)),
            hour: UInt8(hour),
            minute: UInt8(minute),
            second: UInt8(second),
            microsecond: 0
        )
    }
}
