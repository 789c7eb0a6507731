/// A name with `*` for any characters, none included. Case matters.
struct Glob: Sendable, Equatable {
    private let pattern: [UInt8]

    init(_ text: some StringProtocol) { pattern = Array(text.utf8) }

    func matches(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    /// With one point of return: after a mismatch only the last `*` needs to take one character more, so the time is
    /// at most pattern × name.
    func matches(_ name: UnsafeRawBufferPointer) -> Bool {
        let star = UInt8(ascii: "*")
        var (at, nameAt) = (0, 0)
        var lastStar: (after: Int, nameAt: Int)?
        while nameAt < name.count {
            if at < pattern.count, pattern[at] == star {
                at += 1
                lastStar = (at, nameAt)
            } else if at < pattern.count, pattern[at] == name[nameAt] {
                at += 1
                nameAt += 1
            } else if let star = lastStar {
                at = star.after
                nameAt = star.nameAt + 1
                lastStar = (star.after, nameAt)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }
}
