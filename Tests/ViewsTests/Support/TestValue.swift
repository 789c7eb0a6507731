import Binlog
import Schema

/// A value of a test's row.
enum TestValue: Hashable {
    case null
    case integer(Int64)
    /// Its digits: "-12.50".
    case decimal(String)
    case real(Double)
    case text(String)
    /// Seconds since 1970 of a DATETIME, or days of a DATE.
    case moment(Int64)
    case day(Int)
    /// Of an ENUM, from 1.
    case member(UInt16)
    /// Of a SET, as bits.
    case members(UInt64)
    /// Seconds of a TIME.
    case clock(Int64)
    case year(UInt16)
    /// A text of a column in latin1.
    case latin(String)

    /// As a literal of SQL.
    var sql: String {
        switch self {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .decimal(let text): text
        case .real(let number): "\(number)"
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        case .moment(let seconds): "FROM_UNIXTIME(\(seconds))"
        case .day(let days): "DATE_ADD('1970-01-01', INTERVAL \(days) DAY)"
        case .member(let index): "\(index)"
        case .members(let bits): "\(bits)"
        case .clock(let seconds): "SEC_TO_TIME(\(seconds))"
        case .year(let year): "\(year)"
        case .latin(let text): "'\(text)'"
        }
    }

    /// As the row decoder gives it.
    func columnValue(_ column: ColumnDefinition, _ row: RowValues) -> ColumnValue {
        switch self {
        case .null: return .null
        case .integer(let number): return column.isUnsigned ? .unsigned(UInt64(number)) : .signed(number)
        case .decimal(let text):
            let (precision, scale) = (Int(column.metadata >> 8), Int(column.metadata & 0xFF))
            let bytes = row.keep(packedDecimal(text, precision: precision, scale: scale))
            return .decimal(PackedDecimal(bytes: bytes, precision: UInt8(precision), scale: UInt8(scale)))
        case .real(let number): return column.type == .float ? .float(Float(number)) : .double(number)
        case .text(let text): return .bytes(row.keep(Array(text.utf8)))
        case .moment(let seconds):
            if column.type == .timestamp2 { return .timestamp(seconds: seconds, microseconds: 0) }
            let second = seconds % 86_400
            return .dateTime(
                CivilDateTime(
                    date: CivilDate(daysSince1970: Int(seconds / 86_400)), hour: UInt8(second / 3600),
                    minute: UInt8(second / 60 % 60), second: UInt8(second % 60), microsecond: 0))
        case .day(let days): return .date(CivilDate(daysSince1970: days))
        case .member(let index): return .enumeration(index)
        case .members(let bits): return .set(bits)
        case .clock(let seconds): return .time(TimeOfDay(microseconds: seconds * 1_000_000))
        case .year(let year): return .year(year)
        case .latin(let text): return .bytes(row.keep(text.unicodeScalars.map { UInt8($0.value) }))
        }
    }
}

/// A row whose values keep the bytes that they point at.
final class RowValues {
    let values: UnsafeMutablePointer<ColumnValue>
    private var buffers: [UnsafeMutableRawBufferPointer] = []

    init(_ values: [TestValue], _ table: TableDefinition) {
        self.values = .allocate(capacity: max(1, values.count))
        self.values.initialize(repeating: .null, count: values.count)
        for (index, value) in values.enumerated() {
            self.values[index] = value.columnValue(table.columns[index], self)
        }
    }

    deinit {
        values.deallocate()
        for buffer in buffers { buffer.deallocate() }
    }

    func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        buffer.copyBytes(from: bytes)
        buffers.append(buffer)
        return UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
    }
}

/// The packed form of a DECIMAL, from its text: "-12.50".
func packedDecimal(_ text: String, precision: Int, scale: Int) -> [UInt8] {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let whole = parts[0].drop { $0 == "0" }
    let fraction = parts.count > 1 ? parts[1] : ""
    let wholeText = String(repeating: "0", count: precision - scale - whole.count) + whole
    let fractionText = fraction + String(repeating: "0", count: scale - fraction.count)
    var groups: [Substring] = []
    let head = (precision - scale) % 9
    if head > 0 { groups.append(wholeText.prefix(head)) }
    var rest = wholeText.dropFirst(head)
    while !rest.isEmpty {
        groups.append(rest.prefix(9))
        rest = rest.dropFirst(9)
    }
    rest = fractionText[...]
    while !rest.isEmpty {
        groups.append(rest.prefix(9))
        rest = rest.dropFirst(9)
    }
    var bytes: [UInt8] = []
    for group in groups {
        let width = group.count == 9 ? 4 : (group.count + 1) / 2
        let value = UInt32(group) ?? 0
        for shift in stride(from: (width - 1) * 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
        }
    }
    bytes[0] ^= 0x80
    return isNegative ? bytes.map { ~$0 } : bytes
}
