/// What happened to a row, by the letter that stands in a change event's `op` field.
public enum Operation: UInt8, Sendable {
    /// A row was inserted.
    case create = 0x63
    /// A row was changed.
    case update = 0x75
    /// A row was deleted.
    case delete = 0x64
    /// A row was read by a snapshot.
    case read = 0x72
    /// A table was emptied by TRUNCATE.
    case truncate = 0x74
}
