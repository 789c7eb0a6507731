/// One group in memory, at a place that does not move:
///
///     0   hash of the key             8   count of rows            16  number, which is never used again
///     24  bytes of the key (4)        28  bytes of the shown values (4); 0: the key shows itself
///     32  place among the touched (4), 0 when it is not            36  unused (12)
///     48  the aggregates, then the key, then the shown values
struct GroupBlock: Equatable {
    static let headBytes = 48

    let memory: UnsafeMutableRawPointer

    @inline(__always)
    var hash: UInt64 {
        get { memory.load(as: UInt64.self) }
        nonmutating set { memory.storeBytes(of: newValue, as: UInt64.self) }
    }
    @inline(__always)
    var count: Int64 {
        get { memory.load(fromByteOffset: 8, as: Int64.self) }
        nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 8, as: Int64.self) }
    }
    @inline(__always)
    var number: UInt64 {
        get { memory.load(fromByteOffset: 16, as: UInt64.self) }
        nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 16, as: UInt64.self) }
    }
    @inline(__always)
    var keyBytes: Int {
        get { Int(memory.load(fromByteOffset: 24, as: UInt32.self)) }
        nonmutating set { memory.storeBytes(of: UInt32(newValue), toByteOffset: 24, as: UInt32.self) }
    }
    @inline(__always)
    var shownBytes: Int {
        get { Int(memory.load(fromByteOffset: 28, as: UInt32.self)) }
        nonmutating set { memory.storeBytes(of: UInt32(newValue), toByteOffset: 28, as: UInt32.self) }
    }
    @inline(__always)
    var mark: UInt32 {
        get { memory.load(fromByteOffset: 32, as: UInt32.self) }
        nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 32, as: UInt32.self) }
    }

    @inline(__always)
    var aggregates: UnsafeMutableRawPointer { memory + Self.headBytes }

    @inline(__always)
    func key(_ aggregateBytes: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory + Self.headBytes + aggregateBytes, count: keyBytes)
    }

    /// The values of the key as they are shown, packed.
    @inline(__always)
    func shown(_ aggregateBytes: Int) -> UnsafeRawBufferPointer {
        shownBytes == 0
            ? key(aggregateBytes)
            : UnsafeRawBufferPointer(
                start: memory + Self.headBytes + aggregateBytes + keyBytes, count: shownBytes)
    }

    func bytes(_ aggregateBytes: Int) -> Int { Self.headBytes + aggregateBytes + keyBytes + shownBytes }
}
