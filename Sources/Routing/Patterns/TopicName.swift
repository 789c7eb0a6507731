/// What Kafka allows as a topic name: 1 to 249 of the characters a–z, A–Z, 0–9, `.`, `_` and `-`, but neither `.` nor
/// `..`.
/// Source: Apache Kafka, `org.apache.kafka.common.internals.Topic`.
public enum TopicName {
    public static let lengthMax = 249

    /// - Parameter table: whose topic it is, for the message.
    /// - Throws: `invalidTopic`.
    public static func check(_ name: String, for table: String) throws(RoutingError) {
        let wrong: String
        if name.isEmpty {
            wrong = "is empty"
        } else if name.utf8.count > lengthMax {
            wrong = "has \(name.utf8.count) characters, \(lengthMax) are allowed"
        } else if name == "." || name == ".." {
            wrong = "is a name that Kafka reserves"
        } else if let character = name.first(where: { !isLegal($0) }) {
            wrong = "holds the character \"\(character)\", which Kafka does not allow"
        } else {
            return
        }
        throw RoutingError(
            code: .invalidTopic, what: "topic \"\(name)\" of table \(table) \(wrong)",
            remedy: "Give the table its own capture rule with a `topic:` of letters, digits, '.', '_' and '-'.")
    }

    private static func isLegal(_ character: Character) -> Bool {
        character.asciiValue.map { isLegal($0) } ?? false
    }

    /// Whether the bytes are a name that Kafka allows.
    @inline(__always)
    static func isLegal(_ name: UnsafeRawBufferPointer) -> Bool {
        guard name.count > 0, name.count <= lengthMax, name.allSatisfy({ isLegal($0) }) else { return false }
        let dot = UInt8(ascii: ".")
        return !(name.count <= 2 && name.allSatisfy { $0 == dot })
    }

    @inline(__always)
    static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
