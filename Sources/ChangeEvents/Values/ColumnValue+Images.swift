import Binlog
import Glibc

extension ColumnValue {
    /// A column's value after a change, or before it where that is all that is known: it did not change then.
    @inline(__always)
    static func current(
        _ column: Int, _ before: UnsafePointer<ColumnValue>?, _ after: UnsafePointer<ColumnValue>?
    ) -> ColumnValue {
        if let after {
            let value = after[column]
            if case .absent = value {} else { return value }
        }
        return before.map { $0[column] } ?? .absent
    }

    /// Whether two images of a row hold the same stored value. Stored bytes are compared, not texts.
    ///
    /// What is not in one of the images is not known, and equals nothing.
    @inline(__always)
    static func isSame(_ one: ColumnValue, _ other: ColumnValue) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.signed(let one), .signed(let other)): one == other
        case (.unsigned(let one), .unsigned(let other)): one == other
        case (.bytes(let one), .bytes(let other)): isSame(one, other)
        case (.decimal(let one), .decimal(let other)): isSame(one.bytes, other.bytes)
        case (.enumeration(let one), .enumeration(let other)): one == other
        case (.set(let one), .set(let other)): one == other
        case (.date(let one), .date(let other)): one == other
        case (.time(let one), .time(let other)): one == other
        case (.dateTime(let one), .dateTime(let other)): one == other
        case (.timestamp(let one, let oneFraction), .timestamp(let other, let otherFraction)):
            one == other && oneFraction == otherFraction
        case (.year(let one), .year(let other)): one == other
        case (.bit(let one), .bit(let other)): isSame(one, other)
        case (.float(let one), .float(let other)): one.bitPattern == other.bitPattern
        case (.double(let one), .double(let other)): one.bitPattern == other.bitPattern
        case (.json(let one), .json(let other)): isSame(one, other)
        case (.geometry(let one), .geometry(let other)): isSame(one, other)
        default: false
        }
    }

    @inline(__always)
    private static func isSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count, let oneStart = one.baseAddress, let otherStart = other.baseAddress else {
            return one.count == other.count
        }
        return oneStart == otherStart || memcmp(oneStart, otherStart, one.count) == 0
    }
}
