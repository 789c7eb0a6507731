import Glibc

/// xorshift: the same seed, the same course of events.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// 0 ..< bound, a little uneven; quick in a build without optimisation, where the library's way is not.
    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: (next() >> 33) % UInt64(bound)) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

extension SeededGenerator {
    /// `LEAT_SEED`, or drawn by chance: the end of a test's name is what tells a failing run how to come again.
    static let baseSeed: UInt64 =
        getenv("LEAT_SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 1...UInt64(UInt32.max))

    /// Long forms of tests run with `LEAT_LONG=1`.
    static let isLong = getenv("LEAT_LONG").map { String(cString: $0) == "1" } ?? false
}
