import Glibc

/// Memory of a view's state, counted with what the allocator takes for each piece.
final class StateMemory {
    private(set) var bytes = 0

    /// What glibc takes: eight bytes of its own, multiples of 16, at least 32.
    @inline(__always)
    private static func chunk(_ count: Int) -> Int { max(32, (count + 8 + 15) & ~15) }

    /// Memory aligned to 16 bytes.
    @inline(__always)
    func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        guard let memory = malloc(count) else { fatalError("no memory is left for the state of a view") }
        bytes += Self.chunk(count)
        return memory
    }

    /// - Parameter count: as it was allocated.
    @inline(__always)
    func free(_ memory: UnsafeMutableRawPointer, _ count: Int) {
        bytes -= Self.chunk(count)
        Glibc.free(memory)
    }
}
