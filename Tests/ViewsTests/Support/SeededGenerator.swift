import Glibc

/// Random numbers that a seed repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

/// The same in every run, but for LEAT_TEST_SEED=<number> and LEAT_TEST_SEED=random.
var testSeed: UInt64 {
    guard let text = getenv("LEAT_TEST_SEED").map({ String(cString: $0) }) else { return 1 }
    return UInt64(text) ?? UInt64.random(in: 0...9_999_999)
}
