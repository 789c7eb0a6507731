/// Blocks of memory found by the hash of what they hold: open addressing, at most three quarters full.
struct BlockTable: ~Copyable {
    private struct Entry {
        var hash: UInt64
        var block: UnsafeMutableRawPointer?
    }

    private let memory: StateMemory
    private var entries: UnsafeMutablePointer<Entry>
    private var mask: Int
    private(set) var count = 0

    init(_ memory: StateMemory) {
        self.memory = memory
        mask = 15
        entries = Self.allocate(16, memory)
    }

    deinit { memory.free(entries, (mask + 1) * MemoryLayout<Entry>.stride) }

    private static func allocate(_ capacity: Int, _ memory: StateMemory) -> UnsafeMutablePointer<Entry> {
        let entries = memory.allocate(capacity * MemoryLayout<Entry>.stride).bindMemory(
            to: Entry.self, capacity: capacity)
        entries.initialize(repeating: Entry(hash: 0, block: nil), count: capacity)
        return entries
    }

    /// The block of this hash that `matches`.
    @inline(__always)
    func find(_ hash: UInt64, _ matches: (UnsafeMutableRawPointer) -> Bool) -> UnsafeMutableRawPointer? {
        var index = Int(truncatingIfNeeded: hash) & mask
        while let block = entries[index].block {
            if entries[index].hash == hash, matches(block) { return block }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Puts a block in that is not there.
    mutating func insert(_ hash: UInt64, _ block: UnsafeMutableRawPointer) {
        if (count + 1) * 4 > (mask + 1) * 3 { grow() }
        place(hash, block)
        count += 1
    }

    private func place(_ hash: UInt64, _ block: UnsafeMutableRawPointer) {
        var index = Int(truncatingIfNeeded: hash) & mask
        while entries[index].block != nil { index = (index + 1) & mask }
        entries[index] = Entry(hash: hash, block: block)
    }

    private mutating func grow() {
        let (old, capacity) = (entries, mask + 1)
        entries = Self.allocate(capacity * 2, memory)
        mask = capacity * 2 - 1
        for index in 0..<capacity { if let block = old[index].block { place(old[index].hash, block) } }
        memory.free(old, capacity * MemoryLayout<Entry>.stride)
    }

    /// Takes a block out; those that were placed behind it move up.
    mutating func remove(_ hash: UInt64, _ block: UnsafeMutableRawPointer) {
        var index = Int(truncatingIfNeeded: hash) & mask
        while let found = entries[index].block, found != block { index = (index + 1) & mask }
        guard entries[index].block != nil else { return }
        count -= 1
        var next = (index + 1) & mask
        while entries[next].block != nil {
            let home = Int(truncatingIfNeeded: entries[next].hash) & mask
            if (next &- home) & mask >= (next &- index) & mask {
                entries[index] = entries[next]
                index = next
            }
            next = (next + 1) & mask
        }
        entries[index] = Entry(hash: 0, block: nil)
    }

    /// Gives every block, in no order; nothing may be put in or taken out meanwhile.
    func forEach<Failure: Error>(_ body: (UnsafeMutableRawPointer) throws(Failure) -> Void) throws(Failure) {
        for index in 0...mask { if let block = entries[index].block { try body(block) } }
    }

    /// Forgets all blocks, which are the caller's.
    mutating func removeAll() {
        memory.free(entries, (mask + 1) * MemoryLayout<Entry>.stride)
        (entries, mask, count) = (Self.allocate(16, memory), 15, 0)
    }
}
