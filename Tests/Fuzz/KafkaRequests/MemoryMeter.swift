/// Counts what is really allocated, by the hooks of the sanitizer's allocator.
enum MemoryMeter {
    /// Runs the body; ends the program if it ever holds more than the limit.
    static func measure<Value>(limit: Int, _ body: () throws -> Value) rethrows -> Value {
        _ = hooks
        held = 0
        heldMax = 0
        isCounting = true
        defer {
            isCounting = false
            // What Swift itself allocates at the first use of a type does not belong to the message.
            if heldMax > limit + 8_192 { fatalError("\(heldMax) bytes of memory taken, \(limit) are allowed") }
        }
        return try body()
    }

    private static let hooks: CInt = install(
        { _, size in
            guard isCounting else { return }
            held &+= size
            if held > heldMax { heldMax = held }
        },
        { pointer in
            guard isCounting, let pointer else { return }
            held &-= allocatedSize(pointer)
        })
}

nonisolated(unsafe) private var isCounting = false
nonisolated(unsafe) private var held = 0
nonisolated(unsafe) private var heldMax = 0

@_silgen_name("__sanitizer_install_malloc_and_free_hooks")
private func install(
    _ malloc: @convention(c) (UnsafeRawPointer?, Int) -> Void,
    _ free: @convention(c) (UnsafeRawPointer?) -> Void
) -> CInt

@_silgen_name("__sanitizer_get_allocated_size")
private func allocatedSize(_ pointer: UnsafeRawPointer) -> Int
