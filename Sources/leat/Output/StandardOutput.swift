import Glibc

/// Nobody reads our standard output any more.
struct OutputClosed: Error {}

/// Standard output with a buffer of our own: a pipe gets large writes, a terminal gets each line at once.
///
/// A closed pipe throws `OutputClosed` instead of ending the process by a signal, so that a command can put its
/// affairs in order.
final class StandardOutput {
    private var buffer: [UInt8] = []
    private static let bufferBytes = 64 << 10
    let isTerminal: Bool

    init() {
        signal(SIGPIPE, SIG_IGN)
        isTerminal = isatty(STDOUT_FILENO) == 1
        buffer.reserveCapacity(Self.bufferBytes + 4096)
    }

    func write(_ text: String) { buffer.append(contentsOf: text.utf8) }

    func write(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    func endLine() throws(OutputClosed) {
        buffer.append(UInt8(ascii: "\n"))
        if isTerminal || buffer.count >= Self.bufferBytes { try flush() }
    }

    func line(_ text: String) throws(OutputClosed) {
        write(text)
        try endLine()
    }

    /// Writes the text and everything before it.
    func finish(_ text: String = "") throws(OutputClosed) {
        write(text)
        try flush()
    }

    func flush() throws(OutputClosed) {
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                buffer.removeAll(keepingCapacity: true)
                throw OutputClosed()
            }
            start += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
