/// The texts of literals in memory that does not move and lives as long as this.
final class LiteralTexts {
    private var texts: [UnsafeMutableRawBufferPointer] = []

    func append(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        memory.copyBytes(from: bytes)
        texts.append(memory)
        return UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])
    }

    deinit { for text in texts { text.deallocate() } }
}
