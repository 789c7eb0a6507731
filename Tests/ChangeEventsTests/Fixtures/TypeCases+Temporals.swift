import Binlog

extension TypeCase {
    static var temporals: [TypeCase] {
        [
            TypeCase(
                "date", .date, [.date(2018, 6, 20), .date(1000, 1, 1), .date(9999, 12, 31), .date(0, 0, 0), .null]),
            TypeCase("date_partial", .date, [.date(2024, 0, 0), .date(2023, 2, 31)]),
            TypeCase("time", .time2, [.time(0), .time(49_023_000_000), .time(-3_020_399_000_000), .null]),
            TypeCase("time_3", .time2, metadata: 3, [.time(-500_000), .time(359_999_001_000)]),
            TypeCase("time_6", .time2, metadata: 6, [.time(1), .time(3_020_399_999_999), .time(-3_020_399_999_999)]),
            TypeCase("time_old", .timeOld, [.time(360_000_000_000)]),
            TypeCase("datetime", .dateTime2, [.dateTime(2018, 6, 20, 13, 37, 3), .dateTime(0, 0, 0), .null]),
            TypeCase(
                "datetime_3", .dateTime2, metadata: 3,
                [.dateTime(2018, 6, 20, 13, 37, 3, 123_000), .dateTime(2024, 0, 0, 1, 2, 3, 4000)]),
            TypeCase("datetime_6", .dateTime2, metadata: 6, [.dateTime(9999, 12, 31, 23, 59, 59, 999_999)]),
            TypeCase("datetime_old", .dateTimeOld, [.dateTime(1, 1, 1)]),
            TypeCase("timestamp", .timestamp2, [.timestamp(1_529_501_823), .timestamp(0), .timestamp(1), .null]),
            TypeCase(
                "timestamp_3", .timestamp2, metadata: 3,
                [.timestamp(1_529_501_823, 120_000), .timestamp(0), .timestamp(0, 1000)]),
            TypeCase("timestamp_6", .timestamp2, metadata: 6, [.timestamp(4_294_967_295, 999_999)]),
            TypeCase("timestamp_old", .timestampOld, [.timestamp(2_147_483_647)]),
        ]
    }
}
