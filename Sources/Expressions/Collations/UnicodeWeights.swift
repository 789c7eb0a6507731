/// The primary weights of the Unicode collation algorithm in one of its versions, as a server has them.
///
/// Made once for the process, at the first use of its collation, and never freed.
struct UnicodeWeights: @unchecked Sendable {
    /// What a character weighs, in 32 bits: one weight, the place of several in `lists`, or that it is implicit.
    struct Entry {
        let bits: UInt32
        static let implicit = Entry(bits: .max)
        static let none = Entry(bits: 0)

        @inline(__always)
        init(bits: UInt32) { self.bits = bits }

        init(weight: UInt16) { bits = 0x8000_0000 | UInt32(weight) }

        init(offset: Int, count: Int) { bits = UInt32(offset << 5 | count) }

        @inline(__always)
        var single: UInt16? { bits & 0xFFFF_0000 == 0x8000_0000 ? UInt16(truncatingIfNeeded: bits) : nil }
        @inline(__always)
        var isImplicit: Bool { bits == .max }
        @inline(__always)
        var count: Int { Int(bits & 0x1F) }
        @inline(__always)
        var offset: Int { Int(bits >> 5) }
    }

    /// A run of characters whose weights are (first, second), (first, second + 1), …
    struct ImplicitRun {
        let start: UInt32
        let first: UInt16
        let second: UInt16
    }

    /// By code point / 256; nil where all are implicit.
    let pages: UnsafePointer<UnsafePointer<Entry>?>
    let lists: UnsafePointer<UInt16>
    let runs: UnsafeBufferPointer<ImplicitRun>
    /// Sequences of characters that weigh other than one by one, sorted; empty for most versions.
    let contractions: Contractions
    /// The last character that the version knows; those beyond all weigh the same, and are yet different to LIKE.
    let lastPoint: UInt32

    @inline(__always)
    func entry(_ point: UInt32) -> Entry {
        guard point < 0x110000, let page = pages[Int(point >> 8)] else { return .implicit }
        return page[Int(point & 0xFF)]
    }

    func implicit(_ point: UInt32) -> (UInt16, UInt16) {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= point { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return (0xFFFD, 0) }
        let run = runs[low - 1]
        return (run.first, run.second &+ UInt16(truncatingIfNeeded: point - run.start))
    }

    func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, padsSpace: Bool) -> Int {
        var left = WeightReader(one, self)
        var right = WeightReader(other, self)
        while true {
            let (a, b) = (left.next(), right.next())
            if a == b {
                if a == 0 { return 0 }
                continue
            }
            if !padsSpace || (a != 0 && b != 0) { return a < b ? -1 : 1 }
            return a == 0 ? -tail(b, &right) : tail(a, &left)
        }
    }

    /// How the rest of a text, from this weight on, compares with spaces.
    private func tail(_ first: UInt16, _ reader: inout WeightReader) -> Int {
        let space = entry(0x20).single ?? 0
        var weight = first
        while weight != 0 {
            if weight != space { return weight < space ? -1 : 1 }
            weight = reader.next()
        }
        return 0
    }

    /// Whether two single characters, which are not the same, are equal to LIKE.
    func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        var (first, second) = (UTF8Reader(one), UTF8Reader(other))
        guard !first.isAtEnd, !second.isAtEnd, max(first.next(), second.next()) <= lastPoint else { return false }
        var left = WeightReader(one, self)
        var right = WeightReader(other, self)
        while true {
            let (a, b) = (left.next(), right.next())
            if a != b { return false }
            if a == 0 { return true }
        }
    }
}
