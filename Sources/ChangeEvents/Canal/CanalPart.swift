import Bytes

/// The rows of one event that go to the same partition.
struct CanalPart: ~Copyable {
    /// `{"data":[{…},{…}`
    var data = ByteWriter(capacity: 16)
    /// `[{…},{…}`; empty but for updates.
    var old = ByteWriter(capacity: 16)
    var rowCount = 0

    mutating func removeAll() {
        data.removeAll(keepingCapacityUpTo: 1 << 18)
        old.removeAll(keepingCapacityUpTo: 1 << 18)
        rowCount = 0
    }
}
