import Bytes
import Schema

/// Turns UTF-8 back into a character set of single bytes, as a row of the binlog has it.
struct SingleByteCharset {
    /// Characters beyond ASCII in ascending order, with their bytes.
    private let characters: [(scalar: UInt32, byte: UInt8)]

    /// - Returns: nil for a charset that has characters of more bytes, or other ones below 128 than ASCII.
    init?(_ charset: Charset) {
        switch charset {
        case .armscii8, .cp1250, .cp1251, .cp1256, .cp1257, .cp850, .cp852, .cp866, .dec8, .geostd8, .greek, .hebrew,
            .hp8, .keybcs2, .koi8r, .koi8u, .latin1, .latin2, .latin5, .latin7, .macce, .macroman, .tis620:
            break
        default: return nil
        }
        guard let decoder = TextDecoder(charset: charset) else { return nil }
        var found: [(scalar: UInt32, byte: UInt8)] = []
        for byte in UInt8(0x80)...0xFF {
            if let scalar = decoder.string([byte])?.unicodeScalars.first { found.append((scalar.value, byte)) }
        }
        characters = found.sorted { $0.scalar < $1.scalar }
    }

    /// Converts in place: a character never takes more bytes than in UTF-8.
    /// - Returns: bytes that are left; nil for a character that the charset does not have.
    func convert(_ text: UnsafeMutableRawPointer, count: Int) -> Int? {
        var (read, written) = (0, 0)
        while read < count {
            let byte = text.load(fromByteOffset: read, as: UInt8.self)
            if byte < 0x80 {
                text.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
                read += 1
            } else {
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                guard read + length <= count, length < 4 else { return nil }
                var scalar = UInt32(byte) & (length == 2 ? 0x1F : 0x0F)
                for index in 1..<length {
                    scalar = scalar << 6 | UInt32(text.load(fromByteOffset: read + index, as: UInt8.self) & 0x3F)
                }
                guard let stored = self.byte(of: scalar) else { return nil }
                text.storeBytes(of: stored, toByteOffset: written, as: UInt8.self)
                read += length
            }
            written += 1
        }
        return written
    }

    private func byte(of scalar: UInt32) -> UInt8? {
        var (low, high) = (0, characters.count)
        while low < high {
            let middle = (low + high) / 2
            if characters[middle].scalar < scalar { low = middle + 1 } else { high = middle }
        }
        return low < characters.count && characters[low].scalar == scalar ? characters[low].byte : nil
    }
}
