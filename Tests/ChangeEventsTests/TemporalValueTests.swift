import Binlog
import ChangeEvents
import Testing

private func date(_ year: UInt16, _ month: UInt8, _ day: UInt8) -> CivilDate {
    CivilDate(year: year, month: month, day: day)
}

private func dateTime(_ date: CivilDate, _ microsecond: UInt32 = 0) -> ColumnValue {
    .dateTime(CivilDateTime(date: date, hour: 13, minute: 37, second: 3, microsecond: microsecond))
}

/// Day numbers from `date -u -d @…` and java.time.LocalDate.toEpochDay.
@Test(
    arguments: [
        (date(1970, 1, 1), "0"), (date(1969, 12, 31), "-1"), (date(2000, 2, 29), "11016"), (date(2000, 3, 1), "11017"),
        (date(2018, 6, 20), "17702"), (date(9999, 12, 31), "2932896"), (date(1000, 1, 1), "-354285"),
        (date(1900, 2, 28), "-25509"), (date(1900, 3, 1), "-25508"), (date(1, 1, 1), "-719162"),
    ] as [(CivilDate, String)])
func datesAreDaysSince1970(value: CivilDate, text: String) throws {
    #expect(try SingleColumn(.date).text(.date(value)) == text)
}

@Test func dateTimesAreMillisecondsOrMicrosecondsByTheirPrecision() throws {
    let value = dateTime(date(2018, 6, 20), 123_456)
    for digits: UInt16 in 0...3 {
        #expect(try SingleColumn(.dateTime2, metadata: digits).text(value) == "1529501823123")
    }
    for digits: UInt16 in 4...6 {
        #expect(try SingleColumn(.dateTime2, metadata: digits).text(value) == "1529501823123456")
    }
    let connect = try SingleColumn(.dateTime2, metadata: 6, options: options { $0.time = .connect })
    #expect(try connect.text(value) == "1529501823123")
    #expect(try SingleColumn(.dateTime2, metadata: 6).text(dateTime(date(1969, 12, 31))) == "-37377000000")
}

@Test(
    arguments: [
        (0, "2018-06-20T13:37:03Z"), (1, "2018-06-20T13:37:03.1Z"), (2, "2018-06-20T13:37:03.12Z"),
        (3, "2018-06-20T13:37:03.123Z"), (4, "2018-06-20T13:37:03.1234Z"), (5, "2018-06-20T13:37:03.12345Z"),
        (6, "2018-06-20T13:37:03.123456Z"),
    ] as [(UInt16, String)])
func timestampsHaveExactlyTheirFractionDigits(digits: UInt16, text: String) throws {
    let column = try SingleColumn(.timestamp2, metadata: digits)
    #expect(try column.text(.timestamp(seconds: 1_529_501_823, microseconds: 123_456)) == "\"\(text)\"")
}

@Test func timestampsOfChangingDaysAreRight() throws {
    let column = try SingleColumn(.timestamp2)
    #expect(try column.text(.timestamp(seconds: 86_399, microseconds: 0)) == "\"1970-01-01T23:59:59Z\"")
    #expect(try column.text(.timestamp(seconds: 86_400, microseconds: 0)) == "\"1970-01-02T00:00:00Z\"")
    #expect(try column.text(.timestamp(seconds: 1, microseconds: 0)) == "\"1970-01-01T00:00:01Z\"")
    #expect(try column.text(.timestamp(seconds: 2_147_483_647, microseconds: 0)) == "\"2038-01-19T03:14:07Z\"")
    #expect(try column.text(.timestamp(seconds: 951_782_400, microseconds: 0)) == "\"2000-02-29T00:00:00Z\"")
    #expect(throws: ChangeEventError.self) {
        try column.text(.timestamp(seconds: 253_402_300_800, microseconds: 0))
    }
}

@Test func timesAreSignedMicroseconds() throws {
    let column = try SingleColumn(.time2)
    #expect(try column.text(.time(TimeOfDay(microseconds: -3_020_399_000_000))) == "-3020399000000")
    #expect(try column.text(.time(TimeOfDay(microseconds: 1))) == "1")
    let connect = try SingleColumn(.time2, options: options { $0.time = .connect })
    #expect(try connect.text(.time(TimeOfDay(microseconds: 1_500_999))) == "1500")
}

@Test(arguments: [
    date(0, 0, 0), date(2024, 0, 0), date(2024, 5, 0), date(2024, 13, 1), date(2023, 2, 29), date(1900, 2, 29),
    date(2024, 4, 31),
])
func datesThatNoCalendarHasAreNullOr1970AndCounted(value: CivilDate) throws {
    let nullable = try SingleColumn(.date)
    #expect(try nullable.text(.date(value)) == "null")
    #expect(nullable.encoder.unrepresentableDates == 1)
    #expect(try SingleColumn(.date, isNullable: false).text(.date(value)) == "0")
    #expect(try SingleColumn(.dateTime2).text(dateTime(value)) == "null")
    #expect(try SingleColumn(.dateTime2, isNullable: false).text(dateTime(value)) == "0")
}

@Test func theZeroTimestampIsNullOr1970AndCounted() throws {
    let zero = ColumnValue.timestamp(seconds: 0, microseconds: 0)
    #expect(try SingleColumn(.timestamp2, metadata: 3).text(zero) == "null")
    let required = try SingleColumn(.timestamp2, metadata: 3, isNullable: false)
    #expect(try required.text(zero) == "\"1970-01-01T00:00:00Z\"")
    #expect(required.encoder.unrepresentableDates == 1)
}
