/// What Kafka allows in a topic's name.
enum TopicName {
    /// Kafka's own limit.
    static let lengthMax = 249

    /// Letters, digits, `.`, `_` and `-`; not empty, not `.` or `..`.
    static func isLegal(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= lengthMax && name != "." && name != ".." && name.utf8.allSatisfy(isLegal)
    }

    static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
