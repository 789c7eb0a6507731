import Testing

@testable import Binlog

struct PackedTemporalsTests {
    /// Packs a time of day by MySQL's rule: sign-magnitude first, then one number offset by half the range.
    @Test
    func everyFractionOfANegativeTimeComesBack() throws {
        for digits in 0...6 {
            let bytes = UInt8((digits + 1) / 2)
            let unit: Int64 = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][digits]
            for micros in [0, unit, 7 * unit, 999_999_999 / unit * unit, 3_020_399_000_000 / unit * unit] as [Int64] {
                for sign in [1, -1] as [Int64] {
                    let clock = micros / 1_000_000
                    let hms = (clock / 3600) << 12 | (clock / 60 % 60) << 6 | clock % 60
                    let fraction = micros % 1_000_000 / [1_000_000, 10_000, 100, 1][Int(bytes)]
                    let magnitude = hms << (8 * Int64(bytes)) | fraction
                    let packed = UInt64(bitPattern: sign * magnitude + 0x80_0000 << (8 * Int64(bytes)))
                    let time = TimeOfDay(packed: packed, fractionBytes: bytes)
                    #expect(time?.microseconds == sign * micros, "fsp \(digits), \(sign * micros)")
                }
            }
        }
    }

    @Test
    func clocksThatNoServerWritesAreRefused() {
        let valid = UInt64(0x80_0000) | 23 << 12 | 59 << 6 | 59
        #expect(TimeOfDay(packed: valid, fractionBytes: 0) != nil)
        #expect(TimeOfDay(packed: valid + 1, fractionBytes: 0) == nil)
        #expect(TimeOfDay(packed: 0x80_0000 | 839 << 12, fractionBytes: 0) == nil)
        #expect(TimeOfDay(packed: valid << 8 | 100, fractionBytes: 1) == nil)
        #expect(CivilDateTime(packed: 0, fractionBytes: 0) == nil)
        #expect(CivilDateTime(packed: 1 << 39 | 24 << 12, fractionBytes: 0) == nil)
        #expect(CivilDateTime(packed: 1 << 39, fractionBytes: 0)?.date == CivilDate(year: 0, month: 0, day: 0))
        #expect(CivilDateTime(digits: 20_241_301_000_000) == nil)
        #expect(TimeOfDay(digits: 9_000_000) == nil)
    }
}
