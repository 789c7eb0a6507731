import Glibc

/// All groups by their keys.
final class GroupTable {
    let memory: StateMemory
    let aggregateBytes: Int
    private var table: BlockTable
    private(set) var nextNumber: UInt64 = 1

    init(_ memory: StateMemory, aggregateBytes: Int) {
        self.memory = memory
        self.aggregateBytes = aggregateBytes
        table = BlockTable(memory)
    }

    deinit { forEach { free($0) } }

    var count: Int { table.count }

    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> GroupBlock? {
        table.find(hash) { block in
            let found = GroupBlock(memory: block).key(aggregateBytes)
            guard found.count == key.count else { return false }
            guard let one = found.baseAddress, let other = key.baseAddress else { return true }
            return memcmp(one, other, key.count) == 0
        }.map { GroupBlock(memory: $0) }
    }

    /// A new group without rows.
    ///
    /// - Parameter shown: empty when the key shows itself.
    func insert(
        _ key: UnsafeRawBufferPointer, _ hash: UInt64, shown: UnsafeRawBufferPointer, number: UInt64? = nil
    ) -> GroupBlock {
        let head = GroupBlock.headBytes + aggregateBytes
        let block = memory.allocate(head + key.count + shown.count)
        memset(block, 0, head)
        let group = GroupBlock(memory: block)
        group.hash = hash
        group.number = number ?? nextNumber
        nextNumber = max(nextNumber, group.number &+ 1)
        group.keyBytes = key.count
        group.shownBytes = shown.count
        UnsafeMutableRawBufferPointer(start: block + head, count: key.count).copyMemory(from: key)
        UnsafeMutableRawBufferPointer(start: block + head + key.count, count: shown.count).copyMemory(from: shown)
        table.insert(hash, block)
        return group
    }

    /// Numbers below this were given to groups once.
    func reserve(number: UInt64) { nextNumber = max(nextNumber, number) }

    func remove(_ group: GroupBlock) {
        table.remove(group.hash, group.memory)
        free(group)
    }

    private func free(_ group: GroupBlock) { memory.free(group.memory, group.bytes(aggregateBytes)) }

    func removeAll() {
        forEach { free($0) }
        table.removeAll()
    }

    func forEach<Failure: Error>(_ body: (GroupBlock) throws(Failure) -> Void) throws(Failure) {
        try table.forEach { block throws(Failure) in try body(GroupBlock(memory: block)) }
    }
}
