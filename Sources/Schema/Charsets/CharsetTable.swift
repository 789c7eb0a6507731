/// The characters of a charset, read from its text (`CharsetText`) when the charset is first used, and kept.
///
///     256 cells           single bytes; `none` for the first bytes of longer sequences and for bytes that begin nothing
///     128 × 192 cells     pairs, by first byte from 80 and second byte from 40     (multi-byte charsets only)
///     128 × 192 cells     the same behind a byte 8F                                (ujis, eucjpms)
///     39420 cells         the four-byte codes of gb18030 below U+10000
struct CharsetTable: @unchecked Sendable {
    // Unchecked, because nobody writes the memory after `init`, and it is never given back.
    let cells: UnsafePointer<PackedCharacter>

    static let pairsStart = 256
    static let trailsCount = 192
    static let gridCount = 128 * trailsCount
    static let furtherStart = pairsStart + gridCount

    /// The cell of a pair whose second byte is at least 40 and whose first is at least 80, within its grid.
    @inline(__always)
    static func index(_ lead: UInt8, _ trail: UInt8) -> Int {
        Int(lead & 0x7F) &* trailsCount &+ Int(trail) &- 0x40
    }

    init(ofCount count: Int, _ fill: (UnsafeMutablePointer<PackedCharacter>) -> Void) {
        let memory = UnsafeMutablePointer<PackedCharacter>.allocate(capacity: count)
        memory.initialize(repeating: .none, count: count)
        fill(memory)
        cells = UnsafePointer(memory)
    }

    /// A charset of single bytes.
    init(singleByte text: StaticString) {
        var scalars: [UInt32] = []
        var reader = CharsetTextReader(text)
        while !reader.isAtEnd {
            scalars.append(reader.hexadecimal().value)
            reader.skip()
        }
        self.init(ofCount: 256) { cells in
            for byte in 0..<256 { cells[byte] = byte < 128 ? PackedCharacter(UInt32(byte)) : .replacement }
            for (byte, scalar) in scalars.enumerated() {
                cells[256 - scalars.count + byte] = scalar == 0xFFFD ? .replacement : PackedCharacter(scalar)
            }
        }
    }

    /// A charset of up to three bytes, or the shorter codes of gb18030.
    init(multiByte text: StaticString, furtherCount: Int = 0) {
        self.init(ofCount: Self.furtherStart + furtherCount) { cells in
            for byte in 0..<128 { cells[byte] = PackedCharacter(UInt32(byte)) }
            var reader = CharsetTextReader(text)
            while !reader.isAtEnd { Self.readLine(&reader, to: cells) }
        }
    }

    private static func readLine(_ reader: inout CharsetTextReader, to cells: UnsafeMutablePointer<PackedCharacter>) {
        let code = reader.hexadecimal()
        if reader.next == 0x20 {
            reader.skip()
            var cell = index(of: code)
            while reader.next != 0x0A {
                cells[cell] = PackedCharacter(reader.character())
                cell += 1
            }
            reader.skip()
            return
        }
        reader.skip()
        let last = reader.hexadecimal()
        reader.skip()
        let value = reader.hexadecimal().value
        if reader.next == 0x2D {
            readShape(&reader, leads: code.value...last.value, digits: code.digits + 2, firstTrail: value, to: cells)
        } else {
            reader.skip()
            for offset in 0...(last.value - code.value) {
                cells[index(of: code) + Int(offset)] = PackedCharacter(value + offset)
            }
        }
    }

    /// What is well-formed has no character until a later line gives it one.
    private static func readShape(
        _ reader: inout CharsetTextReader, leads: ClosedRange<UInt32>, digits: Int, firstTrail: UInt32,
        to cells: UnsafeMutablePointer<PackedCharacter>
    ) {
        var firstTrail = firstTrail
        while true {
            reader.skip()
            let lastTrail = reader.hexadecimal().value
            for lead in leads {
                let row = index(of: CharsetTextReader.Code(value: lead << 8, digits: digits))
                for trail in firstTrail...lastTrail { cells[row + Int(trail)] = .replacement }
            }
            let separator = reader.next
            reader.skip()
            if separator == 0x0A { return }
            firstTrail = reader.hexadecimal().value
        }
    }

    private static func index(of code: CharsetTextReader.Code) -> Int {
        guard code.digits > 2 else { return Int(code.value) }
        let grid = code.digits > 4 ? furtherStart : pairsStart
        return grid + Int(code.value >> 8 & 0x7F) * trailsCount + Int(code.value & 0xFF) - 0x40
    }
}
