import Bytes

/// The charsets whose characters stand in a table.
extension TextDecoder {
    static func appendSingleBytes(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, keepsASCII: Bool,
        to writer: inout ByteWriter
    ) -> Bool {
        convert(bytes, keepsASCII: keepsASCII, to: &writer) { read, _, out, marks in
            cells[Int(read.load(as: UInt8.self))].write(to: &out, &marks)
            read += 1
        }
    }

    static func appendMultiByte(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, hasThreeBytes: Bool,
        to writer: inout ByteWriter
    ) -> Bool {
        convert(bytes, keepsASCII: true, to: &writer) { read, end, out, marks in
            let first = read.load(as: UInt8.self)
            if pair(first, read, end, cells, &out, &marks) {
                read += 2
            } else if hasThreeBytes, first == 0x8F, triple(read, end, cells, &out, &marks) {
                read += 3
            } else {
                single(first, cells, &out, &marks)
                read += 1
            }
        }
    }

    static func appendGB18030(
        _ bytes: UnsafeRawBufferPointer, _ cells: UnsafePointer<PackedCharacter>, to writer: inout ByteWriter
    ) -> Bool {
        convert(bytes, keepsASCII: true, to: &writer) { read, end, out, marks in
            let first = read.load(as: UInt8.self)
            if pair(first, read, end, cells, &out, &marks) {
                read += 2
            } else if end - read >= 4, let index = CharsetTable.gb18030Index(read) {
                let supplementary = index &- CharsetTable.gb18030SupplementaryStart
                if index < CharsetTable.gb18030FurtherCount {
                    cells[CharsetTable.furtherStart &+ index].write(to: &out, &marks)
                } else if supplementary >= 0, supplementary < 0x10_0000 {
                    PackedCharacter.writeSupplementary(UInt32(truncatingIfNeeded: supplementary), to: &out)
                } else {
                    PackedCharacter.replacement.write(to: &out, &marks)
                }
                read += 4
            } else {
                single(first, cells, &out, &marks)
                read += 1
            }
        }
    }

    /// Writes the character of a well-formed pair.
    @inline(__always)
    private static func pair(
        _ first: UInt8, _ read: UnsafeRawPointer, _ end: UnsafeRawPointer, _ cells: UnsafePointer<PackedCharacter>,
        _ out: inout UnsafeMutableRawPointer, _ marks: inout PackedCharacter.Marks
    ) -> Bool {
        guard first >= 0x80, end - read >= 2 else { return false }
        let second = (read + 1).load(as: UInt8.self)
        guard second >= 0x40 else { return false }
        let cell = cells[CharsetTable.pairsStart &+ CharsetTable.index(first, second)]
        guard !cell.isNone else { return false }
        cell.write(to: &out, &marks)
        return true
    }

    @inline(__always)
    private static func triple(
        _ read: UnsafeRawPointer, _ end: UnsafeRawPointer, _ cells: UnsafePointer<PackedCharacter>,
        _ out: inout UnsafeMutableRawPointer, _ marks: inout PackedCharacter.Marks
    ) -> Bool {
        guard end - read >= 3 else { return false }
        let (second, third) = ((read + 1).load(as: UInt8.self), (read + 2).load(as: UInt8.self))
        guard second >= 0x80, third >= 0x40 else { return false }
        let cell = cells[CharsetTable.furtherStart &+ CharsetTable.index(second, third)]
        guard !cell.isNone else { return false }
        cell.write(to: &out, &marks)
        return true
    }

    /// Writes what a byte is that begins no longer sequence.
    @inline(__always)
    private static func single(
        _ byte: UInt8, _ cells: UnsafePointer<PackedCharacter>, _ out: inout UnsafeMutableRawPointer,
        _ marks: inout PackedCharacter.Marks
    ) {
        let cell = cells[Int(byte)]
        (cell.isNone ? .replacement : cell).write(to: &out, &marks)
    }
}
