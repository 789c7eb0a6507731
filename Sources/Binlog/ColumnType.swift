/// The type codes of TABLE_MAP events. Source: MySQL `include/field_types.h`, MariaDB `include/mysql_com.h`.
public enum ColumnType: UInt8, Sendable {
    case decimalOld = 0
    case tiny = 1
    case short = 2
    case long = 3
    case float = 4
    case double = 5
    case null = 6
    case timestampOld = 7
    case longlong = 8
    case int24 = 9
    case date = 10
    case timeOld = 11
    case dateTimeOld = 12
    case year = 13
    case newDate = 14
    case varchar = 15
    case bit = 16
    case timestamp2 = 17
    case dateTime2 = 18
    case time2 = 19
    /// MariaDB COMPRESSED columns.
    case blobCompressed = 140
    case varcharCompressed = 141
    case vector = 242
    case json = 245
    case newDecimal = 246
    case enumeration = 247
    case set = 248
    case tinyBlob = 249
    case mediumBlob = 250
    case longBlob = 251
    case blob = 252
    case varString = 253
    case string = 254
    case geometry = 255
}
