import Glibc

/// The rows of one joined table that others are looked up with: each once, with how often it is there, and in a chain
/// of those with the same key for each index.
///
///     row:  hash (8) · count (8) · bytes (4), unused (4) · for each index: row before (8), row behind (8), key (8)
///           · the packed row
///     key:  hash (8) · first row (8) · rows that are there (8) · bytes (4), unused (4) · the key
final class JoinedRows {
    static let rowHeadBytes = 24
    static let linkBytes = 24
    static let keyHeadBytes = 32

    private let memory: StateMemory
    let indexCount: Int
    private var rows: BlockTable
    private let keys: UnsafeMutablePointer<BlockTable>

    init(_ memory: StateMemory, indexCount: Int) {
        self.memory = memory
        self.indexCount = indexCount
        rows = BlockTable(memory)
        keys = .allocate(capacity: max(1, indexCount))
        for index in 0..<indexCount { (keys + index).initialize(to: BlockTable(memory)) }
    }

    deinit {
        freeAll()
        keys.deinitialize(count: indexCount)
        keys.deallocate()
    }

    private func freeAll() {
        rows.forEach { memory.free($0, rowBytes(Row(memory: $0))) }
        for index in 0..<indexCount {
            keys[index].forEach { memory.free($0, Self.keyHeadBytes + Key(memory: $0).bytes.count) }
        }
    }

    func removeAll() {
        freeAll()
        rows.removeAll()
        for index in 0..<indexCount { keys[index].removeAll() }
    }

    // MARK: - Blocks

    struct Row {
        let memory: UnsafeMutableRawPointer

        var hash: UInt64 { memory.load(as: UInt64.self) }
        @inline(__always)
        var count: Int64 {
            get { memory.load(fromByteOffset: 8, as: Int64.self) }
            nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 8, as: Int64.self) }
        }
        var length: Int { Int(memory.load(fromByteOffset: 16, as: UInt32.self)) }

        @inline(__always)
        func link(_ index: Int) -> UnsafeMutablePointer<Link> {
            (memory + JoinedRows.rowHeadBytes + index * JoinedRows.linkBytes).assumingMemoryBound(to: Link.self)
        }

        @inline(__always)
        func bytes(_ indexCount: Int) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: memory + JoinedRows.rowHeadBytes + indexCount * JoinedRows.linkBytes, count: length)
        }
    }

    /// A row's place among those of one key; all nil where the key has a NULL, which nothing is equal to.
    struct Link {
        var before: UnsafeMutableRawPointer?
        var behind: UnsafeMutableRawPointer?
        var key: UnsafeMutableRawPointer?
    }

    struct Key {
        let memory: UnsafeMutableRawPointer

        var hash: UInt64 { memory.load(as: UInt64.self) }
        @inline(__always)
        var first: UnsafeMutableRawPointer? {
            get { UnsafeMutableRawPointer(bitPattern: memory.load(fromByteOffset: 8, as: UInt.self)) }
            nonmutating set { memory.storeBytes(of: UInt(bitPattern: newValue), toByteOffset: 8, as: UInt.self) }
        }
        @inline(__always)
        var count: Int64 {
            get { memory.load(fromByteOffset: 16, as: Int64.self) }
            nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 16, as: Int64.self) }
        }
        @inline(__always)
        var bytes: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: memory + JoinedRows.keyHeadBytes,
                count: Int(memory.load(fromByteOffset: 24, as: UInt32.self)))
        }
    }

    private func rowBytes(_ row: Row) -> Int { Self.rowHeadBytes + indexCount * Self.linkBytes + row.length }

    @inline(__always)
    private static func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count else { return false }
        guard let left = one.baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, one.count) == 0
    }

    // MARK: - Use

    /// The key's block in an index; nil when no row has it.
    @inline(__always)
    func find(_ index: Int, _ key: UnsafeRawBufferPointer) -> Key? {
        keys[index].find(KeyHash.hash(key)) { Self.areEqual(Key(memory: $0).bytes, key) }.map { Key(memory: $0) }
    }

    /// Adds to a row's count.
    ///
    /// - Parameters:
    ///   - keys: the row's key in each index, one after another; nil where it has a NULL.
    /// - Returns: the row's count before and after.
    @discardableResult
    func add(
        _ bytes: UnsafeRawBufferPointer, _ weight: Int64, keys: [UnsafeRawBufferPointer?]
    ) -> (before: Int64, after: Int64) {
        let hash = KeyHash.hash(bytes)
        let row: Row
        if let found = rows.find(hash, { Self.areEqual(Row(memory: $0).bytes(indexCount), bytes) }) {
            row = Row(memory: found)
        } else {
            row = insert(bytes, hash, keys)
        }
        let before = row.count
        row.count = before &+ weight
        for index in 0..<indexCount {
            if let key = row.link(index).pointee.key { Key(memory: key).count &+= weight }
        }
        if row.count == 0 { remove(row) }
        return (before, before &+ weight)
    }

    private func insert(_ bytes: UnsafeRawBufferPointer, _ hash: UInt64, _ keys: [UnsafeRawBufferPointer?]) -> Row {
        let head = Self.rowHeadBytes + indexCount * Self.linkBytes
        let block = memory.allocate(head + bytes.count)
        memset(block, 0, head)
        block.storeBytes(of: hash, as: UInt64.self)
        block.storeBytes(of: UInt32(bytes.count), toByteOffset: 16, as: UInt32.self)
        UnsafeMutableRawBufferPointer(start: block + head, count: bytes.count).copyMemory(from: bytes)
        let row = Row(memory: block)
        for index in 0..<indexCount {
            guard let bytes = keys[index] else { continue }
            let key = find(index, bytes) ?? insertKey(index, bytes)
            let first = key.first
            row.link(index).pointee = Link(before: nil, behind: first, key: key.memory)
            if let first { Row(memory: first).link(index).pointee.before = block }
            key.first = block
        }
        rows.insert(hash, block)
        return row
    }

    private func insertKey(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Key {
        let block = memory.allocate(Self.keyHeadBytes + bytes.count)
        memset(block, 0, Self.keyHeadBytes)
        let hash = KeyHash.hash(bytes)
        block.storeBytes(of: hash, as: UInt64.self)
        block.storeBytes(of: UInt32(bytes.count), toByteOffset: 24, as: UInt32.self)
        UnsafeMutableRawBufferPointer(start: block + Self.keyHeadBytes, count: bytes.count).copyMemory(from: bytes)
        keys[index].insert(hash, block)
        return Key(memory: block)
    }

    private func remove(_ row: Row) {
        for index in 0..<indexCount {
            let link = row.link(index).pointee
            guard let keyBlock = link.key else { continue }
            let key = Key(memory: keyBlock)
            if let before = link.before {
                Row(memory: before).link(index).pointee.behind = link.behind
            } else {
                key.first = link.behind
            }
            if let behind = link.behind { Row(memory: behind).link(index).pointee.before = link.before }
            guard key.first == nil else { continue }
            keys[index].remove(key.hash, keyBlock)
            memory.free(keyBlock, Self.keyHeadBytes + key.bytes.count)
        }
        rows.remove(row.hash, row.memory)
        memory.free(row.memory, rowBytes(row))
    }

    var count: Int { rows.count }

    func forEach<Failure: Error>(_ body: (Row) throws(Failure) -> Void) throws(Failure) {
        try rows.forEach { block throws(Failure) in try body(Row(memory: block)) }
    }
}
