extension UnicodeWeights {
    init(_ packed: StaticString, lastPoint: Int = 0x10FFFF, beyond: UInt16? = nil) {
        var unpacker = WeightUnpacker(packed, lastPoint: lastPoint)
        unpacker.readRuns()
        let sequences = unpacker.readContractions()
        if let beyond { unpacker.fill(from: lastPoint + 1, with: Entry(weight: beyond)) }
        let weights = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, unpacker.lists.count))
        weights.initialize(from: unpacker.lists, count: unpacker.lists.count)
        let runs = UnsafeMutableBufferPointer<ImplicitRun>.allocate(capacity: unpacker.runs.count)
        _ = runs.initialize(from: unpacker.runs)
        pages = UnsafePointer(unpacker.pages)
        self.lists = UnsafePointer(weights)
        self.runs = UnsafeBufferPointer(runs)
        self.lastPoint = UInt32(lastPoint)
        contractions = Contractions(sequences, lists: UnsafePointer(weights))
    }
}

/// Lays a packed table out for use.
private struct WeightUnpacker {
    private static let hangul = 0xAC00...0xD7A3

    let pages: UnsafeMutablePointer<UnsafePointer<UnicodeWeights.Entry>?>
    private(set) var lists: [UInt16] = []
    private(set) var runs: [UnicodeWeights.ImplicitRun] = []
    private var reader: PackedWeights.Reader
    private var writable: [UnsafeMutablePointer<UnicodeWeights.Entry>?]
    private let lastPoint: Int

    init(_ packed: StaticString, lastPoint: Int) {
        reader = PackedWeights.Reader(packed)
        self.lastPoint = lastPoint
        pages = .allocate(capacity: 0x1100)
        pages.initialize(repeating: nil, count: 0x1100)
        writable = Array(repeating: nil, count: 0x1100)
    }

    private mutating func set(_ point: Int, _ entry: UnicodeWeights.Entry) {
        let page: UnsafeMutablePointer<UnicodeWeights.Entry>
        if let known = writable[point >> 8] {
            page = known
        } else {
            page = .allocate(capacity: 256)
            page.initialize(repeating: .implicit, count: 256)
            writable[point >> 8] = page
            pages[point >> 8] = UnsafePointer(page)
        }
        page[point & 0xFF] = entry
    }

    /// Gives all characters from a page's first on the same weight: one page serves all.
    mutating func fill(from point: Int, with entry: UnicodeWeights.Entry) {
        let page = UnsafeMutablePointer<UnicodeWeights.Entry>.allocate(capacity: 256)
        page.initialize(repeating: entry, count: 256)
        for index in (point >> 8)..<0x1100 { pages[index] = UnsafePointer(page) }
    }

    mutating func readRuns() {
        var point = 0
        var last = 0
        while point <= lastPoint {
            let header = reader.varint()
            let count = header >> 2
            switch header & 3 {
            case 0:
                let (first, second) = (reader.varint(), reader.varint())
                runs.append(.init(start: UInt32(point), first: UInt16(first), second: UInt16(second)))
                // A run over the surrogates goes on behind them as if they were not there.
                let skipped = point < 0xD800 && point + count > 0xD800
                if skipped {
                    runs.append(
                        .init(start: 0xE000, first: UInt16(first), second: UInt16(second + 0xD800 - point)))
                }
                for _ in 0..<count {
                    if writable[point >> 8] != nil { set(point, .implicit) }
                    point = next(point)
                }
            case 1, 2:
                last += reader.zigzag()
                for index in 0..<count {
                    if index > 0, header & 3 == 1 { last += 1 }
                    set(point, UnicodeWeights.Entry(weight: UInt16(last)))
                    point = next(point)
                }
            default:
                if count == 0 {
                    for syllable in Self.hangul { set(syllable, letters(of: syllable - 0xAC00)) }
                    point = Self.hangul.upperBound + 1
                }
                for _ in 0..<count {
                    set(point, list(reader.varint(), &last))
                    point = next(point)
                }
            }
        }
    }

    private func next(_ point: Int) -> Int { point == 0xD7FF ? 0xE000 : point + 1 }

    private mutating func list(_ count: Int, _ last: inout Int) -> UnicodeWeights.Entry {
        guard count > 0 else { return .none }
        let offset = lists.count
        for _ in 0..<count {
            last += reader.zigzag()
            lists.append(UInt16(last))
        }
        if count == 1 { return UnicodeWeights.Entry(weight: lists.removeLast()) }
        return UnicodeWeights.Entry(offset: offset, count: count)
    }

    /// A syllable of Hangul weighs what its letters weigh.
    private mutating func letters(of index: Int) -> UnicodeWeights.Entry {
        let offset = lists.count
        let last = index % 28
        for letter in [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (last > 0 ? [0x11A7 + last] : []) {
            guard let entry = writable[letter >> 8]?[letter & 0xFF] else { continue }
            if let single = entry.single {
                lists.append(single)
            } else if !entry.isImplicit {
                lists += lists[entry.offset..<(entry.offset + entry.count)]
            }
        }
        return UnicodeWeights.Entry(offset: offset, count: lists.count - offset)
    }

    mutating func readContractions() -> [Contractions.Sequence] {
        (0..<reader.varint()).map { _ in
            let characters = (0..<reader.varint()).map { _ in UInt32(reader.varint()) }
            let weights = (0..<reader.varint()).map { _ in UInt16(reader.varint()) }
            defer { lists += weights }
            return Contractions.Sequence(
                first: characters[0], second: characters[1], third: characters.count > 2 ? characters[2] : 0,
                offset: lists.count, count: weights.count)
        }
    }
}
