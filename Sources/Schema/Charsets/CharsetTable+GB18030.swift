/// The four-byte codes of GB 18030: they count the code points of Unicode, without a table.
///
///     81–FE 30–39 81–FE 30–39     index = ((b1 − 81) × 10 + b2 − 30) × 1260 + (b3 − 81) × 10 + b4 − 30
///     index 0 … 39419             the code points from U+0080 to U+FFFF that are no surrogates and have no two-byte code
///     index 189000 …              the code points from U+10000 to U+10FFFF
///
/// The edition of 2005, which MySQL has, exchanged two: A8BC is U+1E3F, and what would be its place is U+E7C7.
extension CharsetTable {
    static let gb18030FurtherCount = 39_420
    static let gb18030SupplementaryStart = 189_000

    static func gb18030(_ text: StaticString) -> CharsetTable {
        let shorter = CharsetTable(multiByte: text, furtherCount: gb18030FurtherCount)
        var hasShorterCode = [Bool](repeating: false, count: 0x10000)
        for cell in pairsStart..<furtherStart where !shorter.cells[cell].isNone {
            hasShorterCode[Int(shorter.cells[cell].scalar)] = true
        }
        // U+FFFD is what the cells without character have; it is in no pair.
        hasShorterCode[0xFFFD] = false
        (hasShorterCode[0x1E3F], hasShorterCode[0xE7C7]) = (false, true)
        let further = UnsafeMutablePointer(mutating: shorter.cells + furtherStart)
        var index = 0
        for scalar in UInt32(0x80)..<0x10000 where !hasShorterCode[Int(scalar)] && !(0xD800..<0xE000).contains(scalar) {
            guard index < gb18030FurtherCount else { break }
            further[index] = PackedCharacter(scalar == 0x1E3F ? 0xE7C7 : scalar)
            index += 1
        }
        return shorter
    }

    /// The index of the code that begins at `start`, where four bytes are; nil when they are no such code.
    @inline(__always)
    static func gb18030Index(_ start: UnsafeRawPointer) -> Int? {
        let first = start.load(as: UInt8.self) &- 0x81
        let second = (start + 1).load(as: UInt8.self) &- 0x30
        let third = (start + 2).load(as: UInt8.self) &- 0x81
        let fourth = (start + 3).load(as: UInt8.self) &- 0x30
        guard first < 126, second < 10, third < 126, fourth < 10 else { return nil }
        return (Int(first) &* 10 &+ Int(second)) &* 1260 &+ Int(third) &* 10 &+ Int(fourth)
    }
}
