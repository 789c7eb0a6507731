import Bytes
import Glibc

/// Keys in the order of their bytes, each with a count.
///
/// Pieces of at most 256 sorted keys in a row: to find one takes two binary searches, to put one in moves at most 4 KiB.
/// A new piece moves the list of pieces, 16 bytes for every 128 keys or so: beyond 100 million keys a tree would win.
///
///     block: count (8 bytes) · length (4) · the key
final class OrderedCounts {
    private struct Entry {
        /// The key's first eight bytes, which mostly decide a comparison already.
        let prefix: UInt64
        let block: UnsafeMutableRawPointer
    }

    private struct Piece {
        var entries: UnsafeMutablePointer<Entry>
        var count: Int
    }

    private static let pieceMax = 256
    private static let pieceMin = 48
    private static let headBytes = 12
    private static let pieceBytes = pieceMax * MemoryLayout<Entry>.stride

    private let memory: StateMemory
    private var pieces: [Piece] = []
    private(set) var count = 0

    init(_ memory: StateMemory) { self.memory = memory }

    deinit { removeAll() }

    func removeAll() {
        for piece in pieces {
            for index in 0..<piece.count { free(piece.entries[index].block) }
            memory.free(piece.entries, Self.pieceBytes)
        }
        pieces = []
        count = 0
    }

    // MARK: - Blocks

    @inline(__always)
    private func key(_ block: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: block + Self.headBytes, count: Int(block.load(fromByteOffset: 8, as: UInt32.self)))
    }

    private func free(_ block: UnsafeMutableRawPointer) { memory.free(block, Self.headBytes + key(block).count) }

    /// Zeros where the key is shorter: keys with equal prefixes are compared whole.
    @inline(__always)
    private static func prefix(_ key: UnsafeRawBufferPointer) -> UInt64 {
        if key.count >= 8 { return UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
        var prefix: UInt64 = 0
        for index in 0..<key.count { prefix |= UInt64(key[index]) << UInt64(56 - 8 * index) }
        return prefix
    }

    /// Negative, zero or positive, for a key whose prefix is given.
    @inline(__always)
    private func compare(_ entry: Entry, _ prefix: UInt64, _ other: UnsafeRawBufferPointer) -> Int {
        if entry.prefix != prefix { return entry.prefix < prefix ? -1 : 1 }
        let key = key(entry.block)
        let common = min(key.count, other.count)
        if common > 0, let one = key.baseAddress, let two = other.baseAddress {
            let order = memcmp(one, two, common)
            if order != 0 { return Int(order) }
        }
        return key.count - other.count
    }

    // MARK: - Places

    /// The first place whose key is not less: a piece, and the index in it, which may be its end in the last piece only.
    @inline(__always)
    private func lowerBound(_ key: UnsafeRawBufferPointer) -> (piece: Int, index: Int) {
        let prefix = Self.prefix(key)
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            let piece = pieces[middle]
            if compare(piece.entries[piece.count - 1], prefix, key) < 0 { low = middle + 1 } else { high = middle }
        }
        guard low < pieces.count else {
            return pieces.isEmpty ? (0, 0) : (pieces.count - 1, pieces[pieces.count - 1].count)
        }
        let piece = pieces[low]
        var (first, last) = (0, piece.count)
        while first < last {
            let middle = (first + last) / 2
            if compare(piece.entries[middle], prefix, key) < 0 { first = middle + 1 } else { last = middle }
        }
        return (low, first)
    }

    /// Adds to a key's count; a key whose count becomes 0 is gone.
    @discardableResult
    func add(_ key: UnsafeRawBufferPointer, _ weight: Int64) -> (before: Int64, after: Int64) {
        let place = lowerBound(key)
        if place.piece < pieces.count, place.index < pieces[place.piece].count {
            let entry = pieces[place.piece].entries[place.index]
            if compare(entry, Self.prefix(key), key) == 0 {
                let block = entry.block
                let before = block.load(as: Int64.self)
                let after = before &+ weight
                block.storeBytes(of: after, as: Int64.self)
                if after == 0 { remove(place) }
                return (before, after)
            }
        }
        guard weight != 0 else { return (0, 0) }
        insert(key, weight, at: place)
        return (0, weight)
    }

    private func insert(_ key: UnsafeRawBufferPointer, _ weight: Int64, at place: (piece: Int, index: Int)) {
        let block = memory.allocate(Self.headBytes + key.count)
        block.storeBytes(of: weight, as: Int64.self)
        block.storeBytes(of: UInt32(key.count), toByteOffset: 8, as: UInt32.self)
        UnsafeMutableRawBufferPointer(start: block + Self.headBytes, count: key.count).copyMemory(from: key)
        count += 1
        var (index, at) = place
        if pieces.isEmpty {
            pieces.append(newPiece())
        } else if pieces[index].count == Self.pieceMax {
            split(index)
            if at > pieces[index].count { (index, at) = (index + 1, at - pieces[index].count) }
        }
        let entries = pieces[index].entries
        (entries + at + 1).update(from: entries + at, count: pieces[index].count - at)
        entries[at] = Entry(prefix: Self.prefix(key), block: block)
        pieces[index].count += 1
    }

    private func newPiece() -> Piece {
        let entries = memory.allocate(Self.pieceBytes).bindMemory(to: Entry.self, capacity: Self.pieceMax)
        return Piece(entries: entries, count: 0)
    }

    /// Halves a piece; the last one keeps more, because keys often come in their order.
    private func split(_ index: Int) {
        let kept = index == pieces.count - 1 ? Self.pieceMax * 7 / 8 : Self.pieceMax / 2
        var second = newPiece()
        second.count = Self.pieceMax - kept
        second.entries.update(from: pieces[index].entries + kept, count: second.count)
        pieces[index].count = kept
        pieces.insert(second, at: index + 1)
    }

    private func remove(_ place: (piece: Int, index: Int)) {
        let entries = pieces[place.piece].entries
        free(entries[place.index].block)
        pieces[place.piece].count -= 1
        count -= 1
        let left = pieces[place.piece].count
        (entries + place.index).update(from: entries + place.index + 1, count: left - place.index)
        if left == 0 {
            memory.free(entries, Self.pieceBytes)
            pieces.remove(at: place.piece)
        } else if left < Self.pieceMin {
            merge(place.piece)
        }
    }

    /// Puts a small piece together with the one behind it, where both have room in one.
    private func merge(_ index: Int) {
        let first = index + 1 < pieces.count ? index : index - 1
        guard first >= 0, first + 1 < pieces.count else { return }
        let (one, other) = (pieces[first], pieces[first + 1])
        guard one.count + other.count <= Self.pieceMax * 3 / 4 else { return }
        (one.entries + one.count).update(from: other.entries, count: other.count)
        pieces[first].count = one.count + other.count
        memory.free(other.entries, Self.pieceBytes)
        pieces.remove(at: first + 1)
    }

    // MARK: - Reading

    /// The first key with this beginning whose count is above 0. Valid until the next change.
    func first(_ prefix: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        forEach(from: prefix) { key, count in
            guard key.hasPrefix(prefix) else { return false }
            if count > 0 { found = key }
            return found == nil
        }
        return found
    }

    /// The last key with this beginning whose count is above 0. `end` is the first possible key behind them all.
    func last(_ prefix: UnsafeRawBufferPointer, before end: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var (piece, index) = lowerBound(end)
        while piece >= 0, piece < pieces.count {
            while index > 0 {
                index -= 1
                let block = pieces[piece].entries[index].block
                let key = key(block)
                guard key.hasPrefix(prefix) else { return nil }
                if block.load(as: Int64.self) > 0 { return key }
            }
            piece -= 1
            if piece >= 0 { index = pieces[piece].count }
        }
        return nil
    }

    /// Gives keys and counts in order, from the first that is not less than `start`, while `body` says true.
    func forEach(from start: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int64) -> Bool) {
        var (piece, index) = lowerBound(start)
        while piece < pieces.count {
            while index < pieces[piece].count {
                let block = pieces[piece].entries[index].block
                if !body(key(block), block.load(as: Int64.self)) { return }
                index += 1
            }
            (piece, index) = (piece + 1, 0)
        }
    }

    func forEach(_ body: (UnsafeRawBufferPointer, Int64) -> Bool) {
        forEach(from: UnsafeRawBufferPointer(start: nil, count: 0), body)
    }

    /// Takes out every key with this beginning.
    func removeAll(_ prefix: UnsafeRawBufferPointer) {
        while true {
            let place = lowerBound(prefix)
            guard place.piece < pieces.count, place.index < pieces[place.piece].count,
                key(pieces[place.piece].entries[place.index].block).hasPrefix(prefix)
            else { return }
            remove(place)
        }
    }

    /// Bytes of the list of pieces, which is not counted by `StateMemory`.
    var listBytes: Int { pieces.capacity * MemoryLayout<Piece>.stride }
}
