import Bytes

/// The statement behind the row events that follow it, as UTF-8.
struct StatementText: ~Copyable {
    private var text = ByteWriter(capacity: 16)
    private var isPresent = false

    /// nil when the server logs none, or no format wants it.
    var bytes: UnsafeRawBufferPointer? { isPresent ? text.bytes : nil }

    mutating func clear() { isPresent = false }

    /// - Parameter statement: in the character set of the session that ran it, which the event does not say: what is no
    ///   UTF-8 is marked by U+FFFD.
    mutating func set(_ statement: UnsafeRawBufferPointer) {
        text.removeAll()
        text.append(utf8: String(decoding: statement, as: UTF8.self))
        isPresent = true
    }
}
