import Bytes

/// One message that a row became, in buffers that are used again for the next.
public struct OutboxMessage: ~Copyable {
    /// Why a message goes to the dead-letter topic.
    public enum Refusal: UInt8, Sendable {
        /// The topic column is NULL or empty.
        case noTopic
        /// Kafka does not allow the name.
        case invalidTopic
        /// No pattern of `topics` allows the name.
        case topicNotAllowed

        /// The text of the header `leat.outbox.error`.
        public var text: StaticString {
            switch self {
            case .noTopic: "the row names no topic"
            case .invalidTopic: "the topic's name is not valid"
            case .topicNotAllowed: "the topic is not among those that are allowed"
            }
        }
    }

    /// The topic's name, already the dead-letter topic's where `refusal` is set.
    public internal(set) var topic = ByteWriter(capacity: 256)
    /// The partition is chosen by it. Empty and meaningless while `hasKey` is false.
    public internal(set) var key = ByteWriter(capacity: 256)
    public internal(set) var hasKey = false
    public internal(set) var value = ByteWriter(capacity: 4096)
    /// False for a null value, which is a tombstone.
    public internal(set) var hasValue = false
    /// Nil for a message that goes where it wants to.
    public internal(set) var refusal: Refusal?

    private var headers = ByteWriter(capacity: 256)
    private var entries: [Entry] = []

    private struct Entry {
        let nameEnd: Int
        let end: Int
        let isNull: Bool
    }

    public init() {}

    /// Headers, those of a refusal included.
    public var headerCount: Int { entries.count }

    /// The name of a header in UTF-8, and its value; nil for NULL. Valid until the message is written again.
    public func header(_ index: Int) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?) {
        let start = index == 0 ? 0 : entries[index - 1].end
        let entry = entries[index]
        let name = UnsafeRawBufferPointer(rebasing: headers.bytes[start..<entry.nameEnd])
        return (name, entry.isNull ? nil : UnsafeRawBufferPointer(rebasing: headers.bytes[entry.nameEnd..<entry.end]))
    }

    /// Bytes of key, value and headers.
    public var byteCount: Int { key.count + value.count + headers.count }

    /// Memory above this is given back before the next message.
    static let keptBytesMax = 1 << 20

    mutating func removeAll() {
        topic.removeAll()
        key.removeAll(keepingCapacityUpTo: Self.keptBytesMax)
        value.removeAll(keepingCapacityUpTo: Self.keptBytesMax)
        headers.removeAll(keepingCapacityUpTo: Self.keptBytesMax)
        entries.removeAll(keepingCapacity: true)
        (hasKey, hasValue, refusal) = (false, false, nil)
    }

    /// Adds a header; `body` writes its value and says whether there is one.
    mutating func appendHeader<Failure: Error>(
        _ name: borrowing ByteWriter, _ body: (inout ByteWriter) throws(Failure) -> Bool
    ) throws(Failure) {
        headers.append(name.bytes)
        let nameEnd = headers.count
        let hasValue = try body(&headers)
        entries.append(Entry(nameEnd: nameEnd, end: headers.count, isNull: !hasValue))
    }

    mutating func appendHeader(_ name: StaticString, _ value: UnsafeRawBufferPointer?) {
        headers.append(name)
        let nameEnd = headers.count
        if let value { headers.append(value) }
        entries.append(Entry(nameEnd: nameEnd, end: headers.count, isNull: value == nil))
    }
}
