/// A header of a record: a name and bytes that travel beside key and value. The views are copied when the record is
/// appended.
public struct RecordHeader {
    public let key: UnsafeRawBufferPointer
    /// nil for a null value.
    public let value: UnsafeRawBufferPointer?

    public init(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?) {
        self.key = key
        self.value = value
    }

    /// A header whose name is known at compile time.
    public init(key: StaticString, value: UnsafeRawBufferPointer?) {
        self.init(key: UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount), value: value)
    }
}
