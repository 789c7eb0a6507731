import Binlog

/// A row whose values keep the bytes that they point at.
final class RowValues {
    let values: UnsafeMutablePointer<ColumnValue>
    let count: Int
    private var buffers: [UnsafeMutableRawBufferPointer] = []

    init(count: Int) {
        self.count = count
        values = .allocate(capacity: max(1, count))
        values.initialize(repeating: .null, count: count)
    }

    deinit {
        values.deallocate()
        for buffer in buffers { buffer.deallocate() }
    }

    func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        buffer.copyBytes(from: bytes)
        buffers.append(buffer)
        return UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
    }

    subscript(_ index: Int) -> ColumnValue {
        get { values[index] }
        set { values[index] = newValue }
    }
}
