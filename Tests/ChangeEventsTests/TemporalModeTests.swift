import Binlog
import ChangeEvents
import Testing

private func column(_ type: ColumnType, _ mode: DebeziumOptions.Time, metadata: UInt16 = 6) throws -> SingleColumn {
    try SingleColumn(type, metadata: metadata, options: options { $0.time = mode })
}

private var moment: ColumnValue {
    .dateTime(
        CivilDateTime(
            date: CivilDate(year: 2018, month: 6, day: 20), hour: 13, minute: 37, second: 3, microsecond: 123_450))
}
private var before: ColumnValue {
    .dateTime(
        CivilDateTime(
            date: CivilDate(year: 1969, month: 12, day: 31), hour: 23, minute: 59, second: 59, microsecond: 999_999))
}

@Test func dateTimesAreCountedInTheUnitOfTheMode() throws {
    #expect(try column(.dateTime2, .adaptive).text(moment) == "1529501823123450")
    #expect(try column(.dateTime2, .adaptiveTimeMicroseconds, metadata: 3).text(moment) == "1529501823123")
    #expect(try column(.dateTime2, .microseconds, metadata: 0).text(moment) == "1529501823123450")
    #expect(try column(.dateTime2, .nanoseconds).text(moment) == "1529501823123450000")
    #expect(try column(.dateTime2, .isostring).text(moment) == "\"2018-06-20T13:37:03.12345Z\"")
    // Rounded down, not towards zero.
    #expect(try column(.dateTime2, .connect).text(before) == "-1")
}

@Test func timesBeyondTheUnitAreDatesThatNoCalendarHas() throws {
    let late = ColumnValue.dateTime(
        CivilDateTime(
            date: CivilDate(year: 2262, month: 4, day: 12), hour: 0, minute: 0, second: 0, microsecond: 0))
    let nullable = try column(.dateTime2, .nanoseconds)
    #expect(try nullable.text(late) == "null")
    #expect(nullable.encoder.unrepresentableDates == 1)
    let required = try SingleColumn(
        .dateTime2, metadata: 6, isNullable: false, options: options { $0.time = .nanoseconds })
    #expect(try required.text(late) == "0")
    #expect(try column(.dateTime2, .microseconds).text(late) == "9223372800000000")
}

@Test func spansAreCountedInTheUnitOfTheMode() throws {
    let span = ColumnValue.time(TimeOfDay(microseconds: -3_723_123_450))
    #expect(try column(.time2, .connect).text(span) == "-3723124")
    #expect(try column(.time2, .nanoseconds).text(span) == "-3723123450000")
    #expect(try column(.time2, .isostring).text(span) == "\"-01:02:03.12345Z\"")
    let longest = ColumnValue.time(TimeOfDay(microseconds: 3_020_399_000_000))
    #expect(try column(.time2, .isostring).text(longest) == "\"838:59:59Z\"")
    #expect(try column(.time2, .isostring).text(.time(TimeOfDay(microseconds: 0))) == "\"00:00:00Z\"")
}

@Test func isoDatesAreQuotedAndZeroDatesStay1970() throws {
    let date = ColumnValue.date(CivilDate(year: 987, month: 1, day: 2))
    #expect(try column(.date, .isostring).text(date) == "\"0987-01-02Z\"")
    let zero = ColumnValue.date(CivilDate(year: 0, month: 0, day: 0))
    let options = options { $0.time = .isostring }
    #expect(try SingleColumn(.date, isNullable: false, options: options).text(zero) == "\"1970-01-01Z\"")
    let zeroTime = ColumnValue.dateTime(
        CivilDateTime(date: CivilDate(year: 0, month: 0, day: 0), hour: 0, minute: 0, second: 0, microsecond: 0))
    #expect(
        try SingleColumn(.dateTime2, isNullable: false, options: options).text(zeroTime)
            == "\"1970-01-01T00:00:00Z\"")
}

@Test func aTemporalValueInAColumnOfAnotherKindIsAnError() throws {
    let number = try SingleColumn(.long)
    #expect(throws: ChangeEventError.self) { try number.text(moment) }
    #expect(throws: ChangeEventError.self) { try number.text(.time(TimeOfDay(microseconds: 1))) }
    #expect(throws: ChangeEventError.self) { try number.text(.date(CivilDate(year: 1, month: 1, day: 1))) }
}
