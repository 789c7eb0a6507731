import Binlog

extension DebeziumEncoder {
    /// Whether an UPDATE changed the record key. Such a change is a delete under the old key and a create under the
    /// new one, because a consumer that keeps the latest value of each key would hold both rows otherwise.
    ///
    /// Stored values are compared, not texts. A column absent from one image (row image MINIMAL) did not change.
    public func keyDiffers(before: UnsafePointer<ColumnValue>, after: UnsafePointer<ColumnValue>) -> Bool {
        for index in keyColumns where !Self.isSame(before[index], after[index]) { return true }
        return false
    }

    private static func isSame(_ one: ColumnValue, _ other: ColumnValue) -> Bool {
        switch (one, other) {
        case (.absent, _), (_, .absent): true
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

    private static func isSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        one.count == other.count && one.elementsEqual(other)
    }
}
