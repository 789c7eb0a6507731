/// HMAC-SHA-256 under one key: what depends on the key alone is done once.
///
/// Source: FIPS 198-1, RFC 2104.
public struct HMACSHA256 {
    private var inner = SHA256()
    private var outer = SHA256()

    /// - Parameter key: of any length; longer than 64 bytes it is hashed first.
    public init(key: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { pad in
            pad.initializeMemory(as: UInt8.self, repeating: 0)
            if key.count > 64 {
                var hash = SHA256()
                hash.update(key)
                hash.finish(into: pad)
            } else {
                pad.copyMemory(from: key)
            }
            for index in 0..<64 { pad[index] ^= 0x36 }
            inner.update(UnsafeRawBufferPointer(pad))
            for index in 0..<64 { pad[index] ^= 0x36 ^ 0x5C }
            outer.update(UnsafeRawBufferPointer(pad))
        }
    }

    /// Writes the 32 bytes that stand for `message`.
    public func authenticate(_ message: UnsafeRawBufferPointer, into code: UnsafeMutableRawBufferPointer) {
        var (inner, outer) = (inner, outer)
        inner.update(message)
        inner.finish(into: code)
        outer.update(UnsafeRawBufferPointer(rebasing: code[..<SHA256.digestLength]))
        outer.finish(into: code)
    }
}
