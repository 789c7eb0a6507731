/// Sequences of two or three characters that have weights of their own.
struct Contractions: @unchecked Sendable {
    /// One sequence; `third` is 0 in pairs.
    struct Sequence {
        let first: UInt32
        let second: UInt32
        let third: UInt32
        let offset: Int
        let count: Int

        /// What sequences are sorted and found by.
        var key: (UInt32, UInt32, UInt32) { (first, second, third) }
    }

    private let sequences: UnsafeBufferPointer<Sequence>
    private let lists: UnsafePointer<UInt16>
    /// A bit for each value of the low twelve bits of a first character: most characters begin none.
    private let heads: UnsafePointer<UInt64>

    init(_ sequences: [Sequence], lists: UnsafePointer<UInt16>) {
        let memory = UnsafeMutableBufferPointer<Sequence>.allocate(capacity: sequences.count)
        _ = memory.initialize(from: sequences.sorted { $0.key < $1.key })
        let heads = UnsafeMutablePointer<UInt64>.allocate(capacity: 64)
        heads.initialize(repeating: 0, count: 64)
        for sequence in sequences {
            heads[Int(sequence.first >> 6 & 0x3F)] |= 1 << UInt64(sequence.first & 0x3F)
        }
        self.sequences = UnsafeBufferPointer(memory)
        self.lists = lists
        self.heads = UnsafePointer(heads)
    }

    @inline(__always)
    var isEmpty: Bool { sequences.isEmpty }

    /// The longest sequence that begins with this character and goes on at the reader, which is moved behind it.
    @inline(__always)
    func longest(from point: UInt32, _ reader: inout UTF8Reader) -> (weights: UnsafePointer<UInt16>, count: Int)? {
        guard heads[Int(point >> 6 & 0x3F)] >> UInt64(point & 0x3F) & 1 == 1, !reader.isAtEnd else { return nil }
        return find(point, &reader)
    }

    private func find(_ point: UInt32, _ reader: inout UTF8Reader) -> (weights: UnsafePointer<UInt16>, count: Int)? {
        var behindSecond = reader
        let second = behindSecond.next()
        if !behindSecond.isAtEnd {
            var behindThird = behindSecond
            if let found = find((point, second, behindThird.next())) {
                reader = behindThird
                return found
            }
        }
        guard let found = find((point, second, 0)) else { return nil }
        reader = behindSecond
        return found
    }

    private func find(_ key: (UInt32, UInt32, UInt32)) -> (weights: UnsafePointer<UInt16>, count: Int)? {
        var (low, high) = (0, sequences.count)
        while low < high {
            let middle = (low + high) / 2
            if sequences[middle].key < key { low = middle + 1 } else { high = middle }
        }
        guard low < sequences.count, sequences[low].key == key else { return nil }
        return (lists + sequences[low].offset, sequences[low].count)
    }
}
