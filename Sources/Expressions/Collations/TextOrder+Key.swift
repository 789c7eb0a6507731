import Bytes
import Glibc

/// Texts as bytes that compare like the texts do: equal keys for equal texts, and `memcmp` for the order. No key is
/// the beginning of another one.
///
///     bytes, NO PAD       00 becomes 00 FF; the end is 00 01
///     bytes, PAD SPACE    20 is followed by what the rest is beside spaces (1 less, 3 more); the end is 20 02
///     weights, NO PAD     weight + 1 in two bytes, from FFFE on FF FF and one byte more; the end is 00 00
///     weights, PAD SPACE  two bytes each, that of a space followed as above; the end is a space and 02
///
/// Trailing spaces do not count under PAD SPACE: a text compares as if endless spaces followed it, and so what stands
/// behind a space decides against the other text's end.
extension TextOrder {
    package func appendKey(_ text: UnsafeRawBufferPointer, to out: inout ByteWriter) {
        switch form {
        case .bytes where padsSpace: Self.appendPadded(text, to: &out)
        case .bytes: Self.appendPlain(text, to: &out)
        case .simple(let weights):
            var reader = UTF8Reader(text)
            appendWeights(space: weights.weight(0x20), to: &out) {
                reader.isAtEnd ? nil : weights.weight(reader.next())
            }
        case .unicode(let weights):
            var reader = WeightReader(text, weights)
            appendWeights(space: weights.entry(0x20).single ?? 0, to: &out) {
                let weight = reader.next()
                return weight == 0 ? nil : weight
            }
        }
    }

    private static func appendPlain(_ text: UnsafeRawBufferPointer, to out: inout ByteWriter) {
        if let start = text.baseAddress, memchr(start, 0, text.count) == nil {
            out.append(text)
        } else {
            for byte in text {
                out.append(byte)
                if byte == 0 { out.append(0xFF) }
            }
        }
        out.append(0x00)
        out.append(0x01)
    }

    private static func appendPadded(_ text: UnsafeRawBufferPointer, to out: inout ByteWriter) {
        if let start = text.baseAddress, memchr(start, 0x20, text.count) == nil {
            out.append(text)
        } else {
            var spaces = 0
            for byte in text {
                if byte == 0x20 {
                    spaces += 1
                    continue
                }
                for _ in 0..<spaces {
                    out.append(0x20)
                    out.append(byte < 0x20 ? 1 : 3)
                }
                spaces = 0
                out.append(byte)
            }
        }
        out.append(0x20)
        out.append(0x02)
    }

    @inline(__always)
    private func appendWeights(space: UInt16, to out: inout ByteWriter, _ next: () -> UInt16?) {
        guard padsSpace else {
            while let weight = next() {
                if weight < 0xFFFE {
                    out.appendBE(weight + 1)
                } else {
                    out.appendBE(UInt16.max)
                    out.append(UInt8(weight - 0xFFFE))
                }
            }
            out.appendBE(UInt16(0))
            return
        }
        var spaces = 0
        while let weight = next() {
            if weight == space {
                spaces += 1
                continue
            }
            for _ in 0..<spaces {
                out.appendBE(space)
                out.append(weight < space ? 1 : 3)
            }
            spaces = 0
            out.appendBE(weight)
        }
        out.appendBE(space)
        out.append(0x02)
    }
}
