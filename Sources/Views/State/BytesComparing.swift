import Glibc

/// Comparisons by `memcmp`: the standard library's go byte by byte.
extension UnsafeRawBufferPointer {
    @inline(__always)
    func isEqual(to other: UnsafeRawBufferPointer) -> Bool { count == other.count && hasPrefix(other) }

    @inline(__always)
    func hasPrefix(_ prefix: UnsafeRawBufferPointer) -> Bool {
        guard count >= prefix.count else { return false }
        guard prefix.count > 0, let one = baseAddress, let other = prefix.baseAddress else { return true }
        return memcmp(one, other, prefix.count) == 0
    }
}
