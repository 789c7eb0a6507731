import NIOCore
import Synchronization

/// Memory of large responses that have left, to be filled again: fresh memory costs a page fault for every 4 KiB, about
/// as much as reading the records into it.
final class ResponseBuffers: Sendable {
    fileprivate struct State {
        var idle: [ByteBuffer] = []
        var idleBytes = 0
    }

    private let state = Mutex(State())
    private let idleBytesMax: Int
    /// Smaller ones come from the allocator, which does not give their memory back to the system.
    private static let keptBytesMin = 64 << 10

    /// - Parameter idleBytesMax: memory that is kept.
    init(idleBytesMax: Int) { self.idleBytesMax = idleBytesMax }

    /// An empty buffer with room for so many bytes.
    func take(capacity: Int) -> ByteBuffer {
        var found = capacity < Self.keptBytesMin ? nil : state.withLock { $0.take(capacity: capacity) }
        // Only now: whoever wrote it may have held on to it for a moment after it was given back.
        found?.clear()
        return found ?? ByteBufferAllocator().buffer(capacity: capacity)
    }

    /// The buffer's content has left the process.
    func giveBack(_ buffer: ByteBuffer) {
        let bytes = buffer.capacity
        guard bytes >= Self.keptBytesMin, bytes <= idleBytesMax else { return }
        state.withLock { state in
            // The oldest one goes: it has been of the wrong size for longest.
            while state.idleBytes + bytes > idleBytesMax, !state.idle.isEmpty {
                state.idleBytes -= state.idle.removeFirst().capacity
            }
            state.idle.append(buffer)
            state.idleBytes += bytes
        }
    }
}

extension ResponseBuffers.State {
    /// The smallest that is large enough.
    fileprivate mutating func take(capacity: Int) -> ByteBuffer? {
        let fitting = idle.indices.filter { idle[$0].capacity >= capacity }
        guard let index = fitting.min(by: { idle[$0].capacity < idle[$1].capacity }) else { return nil }
        idleBytes -= idle[index].capacity
        return idle.remove(at: index)
    }
}
