import Bytes

/// The members of a table's ENUM and SET columns as escaped JSON text without quotation marks, one after another.
struct MemberTable: ~Copyable {
    private var text = ByteWriter(capacity: 16)
    /// Where each member ends; the next begins there.
    private var ends: [Int] = []

    init() {}

    var count: Int { ends.count }

    mutating func append(_ member: String, escapes: JSONEscapes = .capitals) {
        var member = member
        // A Swift string is always well-formed UTF-8.
        _ = member.withUTF8 { JSONText.appendUTF8(UnsafeRawBufferPointer($0), escapes: escapes, to: &text) }
        ends.append(text.count)
    }

    /// Valid as long as the table is.
    @inline(__always)
    func member(_ index: Int) -> UnsafeRawBufferPointer {
        let start = index == 0 ? 0 : ends[index - 1]
        return UnsafeRawBufferPointer(rebasing: text.bytes[start..<ends[index]])
    }
}
