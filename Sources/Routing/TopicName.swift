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
        switch character {
        case "a"..."z", "A"..."Z", "0"..."9": character.isASCII
        case ".", "_", "-": true
        default: false
        }
    }
}
