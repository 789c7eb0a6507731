/// One weight for each character: the `_general_ci` collations and those of single-byte character sets.
///
/// Made once for the process, at the first use of its collation, and never freed.
struct SimpleWeights: @unchecked Sendable {
    /// Weights of U+0000 to U+FFFF.
    private let weights: UnsafePointer<UInt16>
    /// What every character beyond weighs.
    private static let beyond: UInt16 = 0xFFFD

    /// From a packed table of U+0000 to U+FFFF; characters without a weight weigh nothing.
    init(_ packed: StaticString) {
        let table = UnicodeWeights(packed, lastPoint: 0xFFFF)
        self.init { table.entry(UInt32($0)).single ?? 0 }
    }

    init(_ weight: (Int) -> UInt16) {
        let memory = UnsafeMutablePointer<UInt16>.allocate(capacity: 0x10000)
        for point in 0..<0x10000 { (memory + point).initialize(to: weight(point)) }
        weights = UnsafePointer(memory)
    }

    @inline(__always)
    func weight(_ point: UInt32) -> UInt16 { point < 0x10000 ? weights[Int(point)] : Self.beyond }

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
