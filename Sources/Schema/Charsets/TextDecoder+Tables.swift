import Bytes

/// The charsets whose characters stand in a table.
extension TextDecoder {
    static func appendSingleBytes(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, keepsASCII: Bool,
        to writer: inout ByteWriter
    ) -> Bool {
        TextConversion.run(bytes, keepsASCII: keepsASCII, to: &writer) { text in
            text.write(cells[Int(text.byte(0))], for: 1)
        }
    }

    static func appendMultiByte(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, hasThreeBytes: Bool,
        to writer: inout ByteWriter
    ) -> Bool {
        TextConversion.run(bytes, keepsASCII: true, to: &writer) { text in
            let pair = pair(text, cells)
            if !pair.isNone { return text.write(pair, for: 2) }
            if hasThreeBytes {
                let triple = triple(text, cells)
                if !triple.isNone { return text.write(triple, for: 3) }
            }
            text.write(single(text, cells), for: 1)
        }
    }

    static func appendGB18030(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, to writer: inout ByteWriter
    ) -> Bool {
        TextConversion.run(bytes, keepsASCII: true, to: &writer) { text in
            let pair = pair(text, cells)
            if !pair.isNone { return text.write(pair, for: 2) }
            guard text.available >= 4, let index = CharsetTable.gb18030Index(text.read) else {
                return text.write(single(text, cells), for: 1)
            }
            let supplementary = index &- CharsetTable.gb18030SupplementaryStart
            if index < CharsetTable.gb18030FurtherCount {
                text.write(cells[CharsetTable.furtherStart &+ index], for: 4)
            } else if supplementary >= 0, supplementary < 0x10_0000 {
                text.writeSupplementary(UInt32(truncatingIfNeeded: supplementary), for: 4)
            } else {
                text.write(.replacement, for: 4)
            }
        }
    }

    /// The cell of the next two bytes; `none` when they are no well-formed pair.
    @inline(__always)
    private static func pair(_ text: TextConversion, _ cells: UnsafePointer<PackedCharacter>) -> PackedCharacter {
        guard text.byte(0) >= 0x80, text.available >= 2, text.byte(1) >= 0x40 else { return .none }
        return cells[CharsetTable.pairsStart &+ CharsetTable.index(text.byte(0), text.byte(1))]
    }

    /// The same of three bytes that begin with 8F.
    @inline(__always)
    private static func triple(_ text: TextConversion, _ cells: UnsafePointer<PackedCharacter>) -> PackedCharacter {
        guard text.byte(0) == 0x8F, text.available >= 3, text.byte(1) >= 0x80, text.byte(2) >= 0x40 else {
            return .none
        }
        return cells[CharsetTable.furtherStart &+ CharsetTable.index(text.byte(1), text.byte(2))]
    }

    /// The character of a byte that begins no longer sequence.
    @inline(__always)
    private static func single(_ text: TextConversion, _ cells: UnsafePointer<PackedCharacter>) -> PackedCharacter {
        let cell = cells[Int(text.byte(0))]
        return cell.isNone ? .replacement : cell
    }
}
