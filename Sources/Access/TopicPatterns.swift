/// Names of topics, with `*` for any run of characters, as `read:` and `write:` of a user list them.
public struct TopicPatterns: Sendable, Equatable {
    public let patterns: [String]
    /// True when one of them is `*` alone.
    public let areAll: Bool
    private let bytes: [[UInt8]]

    public init(_ patterns: [String]) {
        self.patterns = patterns
        areAll = patterns.contains("*")
        bytes = patterns.map { Array($0.utf8) }
    }

    public static let all = TopicPatterns(["*"])
    public static let none = TopicPatterns([])

    /// Every request asks this of every topic in it: where all are allowed, at no cost.
    public func matches(_ topic: String) -> Bool {
        if areAll { return true }
        let name = Array(topic.utf8)
        return bytes.contains { Self.matches(name, pattern: $0) }
    }

    /// Goes back to the last `*` when the rest does not fit: linear in practice, never exponential.
    private static func matches(_ name: [UInt8], pattern: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (place, wanted) = (0, 0)
        var retry: (place: Int, wanted: Int)?
        while place < name.count {
            if wanted < pattern.count, pattern[wanted] == star {
                wanted += 1
                retry = (place, wanted)
            } else if wanted < pattern.count, pattern[wanted] == name[place] {
                place += 1
                wanted += 1
            } else if let last = retry {
                retry = (last.place + 1, last.wanted)
                place = last.place + 1
                wanted = last.wanted
            } else {
                return false
            }
        }
        return pattern[wanted...].allSatisfy { $0 == star }
    }
}
