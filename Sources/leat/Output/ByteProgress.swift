import Bytes
import Glibc

/// How far a long reading is: one line on a terminal, nothing elsewhere.
final class ByteProgress {
    private let verb: String
    private let bytesTotal: UInt64
    private let isShown: Bool
    private let begin = UTCTime.now
    private var shown: Int64
    private static let intervalMicroseconds: Int64 = 500_000

    init(_ verb: String, bytesTotal: UInt64) {
        self.verb = verb
        self.bytesTotal = bytesTotal
        isShown = isatty(STDERR_FILENO) == 1
        shown = begin
    }

    func reached(_ bytes: UInt64) {
        guard isShown else { return }
        let now = UTCTime.now
        guard now - shown >= Self.intervalMicroseconds else { return }
        shown = now
        let bytes = min(bytes, bytesTotal)
        let rate = Double(bytes) / Double(now - begin)
        let left = rate > 0 ? Int(Double(bytesTotal - bytes) / rate / 1_000_000) : 0
        let done = "\(verb) \(bytes >> 20) of \(bytesTotal >> 20) MiB"
        StandardError.write("\r\(done), \(Int(rate)) MB/s, \(left) s left \u{1B}[K")
    }

    /// Takes the line away.
    func end() { if isShown { StandardError.write("\r\u{1B}[K") } }
}
