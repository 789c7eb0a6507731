import Bytes
import Expressions

/// Values as bytes that tell where they end. Equal values of one type have equal bytes.
///
///     00                                  NULL
///     01 · 8 bytes                        an integer of 64 bits, little-endian
///     02 · 16 bytes                       any other integer
///     03 · scale · 80h? | n · n bytes     a DECIMAL: sign and length, magnitude little-endian
///     04 · 8 bytes                        a real number
///     05 · varint n · n bytes             a text
///     06 · 8 bytes                        a date or time as `PackedMoment`, or microseconds
enum PackedValue {
    static func append(_ value: Value, to out: inout ByteWriter) {
        switch value {
        case .null: out.append(0x00)
        case .integer(let number):
            if let short = Int64(exactly: number) {
                out.append(0x01)
                out.appendLE(short)
            } else {
                out.append(0x02)
                out.appendLE(number)
            }
        case .decimal(let number): append(number, to: &out)
        case .real(let number):
            out.append(0x04)
            // −0 equals 0.
            out.appendLE(number == 0 ? 0 : number.bitPattern)
        case .text(let bytes):
            out.append(0x05)
            out.appendUnsignedVarint(UInt64(bytes.count))
            out.append(bytes)
        case .temporal(let number):
            out.append(0x06)
            out.appendLE(number)
        }
    }

    private static func append(_ number: ExactDecimal, to out: inout ByteWriter) {
        out.append(0x03)
        out.append(UInt8(truncatingIfNeeded: number.scale))
        let (low, high) = (number.magnitude.low, number.magnitude.high)
        let bits = high == 0 ? 128 - low.leadingZeroBitCount : 256 - high.leadingZeroBitCount
        let length = (bits + 7) / 8
        out.append((number.isNegative ? 0x80 : 0) | UInt8(length))
        var rest = low
        for index in 0..<length {
            if index == 16 { rest = high }
            out.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// The next value; NULL where the bytes are none. A text points into the bytes.
    @inline(__always)
    static func read(_ cursor: inout ByteCursor) -> Value {
        (try? checked(&cursor)) ?? .null
    }

    /// - Throws: where the bytes are no value.
    static func checked(_ cursor: inout ByteCursor) throws(BytesError) -> Value {
        let at = cursor.offset
        switch try cursor.u8() {
        case 0x00: return .null
        case 0x01: return .integer(Int128(try cursor.i64le()))
        case 0x02:
            let low = try cursor.u64le()
            return .integer(Int128(try cursor.i64le()) << 64 | Int128(low))
        case 0x03: return .decimal(try decimal(&cursor))
        case 0x04:
            let number = Double(bitPattern: try cursor.u64le())
            guard number.isFinite else { throw .malformed("no finite number", at: at) }
            return .real(number)
        case 0x05:
            let length = try cursor.unsignedVarint()
            return .text(try cursor.bytes(Int(clamping: length)))
        case 0x06: return .temporal(try cursor.i64le())
        default: throw .malformed("no value of a view", at: at)
        }
    }

    private static func decimal(_ cursor: inout ByteCursor) throws(BytesError) -> ExactDecimal {
        let at = cursor.offset
        let scale = try cursor.u8()
        let head = try cursor.u8()
        let length = Int(head & 0x7F)
        guard length <= 32, scale <= 76 else { throw .malformed("no decimal number", at: at) }
        let bytes = try cursor.bytes(length)
        var low: UInt128 = 0
        var high: UInt128 = 0
        for index in 0..<min(16, length) { low |= UInt128(bytes[index]) << UInt128(8 * index) }
        if length > 16 { for index in 16..<length { high |= UInt128(bytes[index]) << UInt128(8 * (index - 16)) } }
        return ExactDecimal(
            magnitude: WideMagnitude(low, high: high), scale: Int(scale), isNegative: head & 0x80 != 0)
    }
}
