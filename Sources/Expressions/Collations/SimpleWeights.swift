/// One weight for each character: the `_general_ci` collations and those of single-byte character sets.
struct SimpleWeights: @unchecked Sendable {
    /// Weights of U+0000 to U+FFFF. Points at memory that lives as long as the process.
    let weights: UnsafePointer<UInt16>
    /// What every character beyond weighs.
    static let beyond: UInt16 = 0xFFFD

    @inline(__always)
    private func weight(_ point: UInt32) -> UInt16 { point < 0x10000 ? weights[Int(point)] : Self.beyond }

    func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, padsSpace: Bool) -> Int {
        var left = UTF8Reader(one)
        var right = UTF8Reader(other)
        while !left.isAtEnd, !right.isAtEnd {
            let (a, b) = (weight(left.next()), weight(right.next()))
            if a != b { return a < b ? -1 : 1 }
        }
        guard padsSpace else { return left.isAtEnd ? (right.isAtEnd ? 0 : -1) : 1 }
        return tail(&left) - tail(&right)
    }

    /// How the rest of a text compares with spaces.
    private func tail(_ reader: inout UTF8Reader) -> Int {
        let space = weight(0x20)
        while !reader.isAtEnd {
            let weight = weight(reader.next())
            if weight != space { return weight < space ? -1 : 1 }
        }
        return 0
    }
}

extension SimpleWeights {
    // The pointer's memory is written once, before the value exists.
    static func fill(_ weights: (Int) -> UInt16) -> SimpleWeights {
        let memory = UnsafeMutablePointer<UInt16>.allocate(capacity: 0x10000)
        for point in 0..<0x10000 { (memory + point).initialize(to: weights(point)) }
        return SimpleWeights(weights: UnsafePointer(memory))
    }
}
