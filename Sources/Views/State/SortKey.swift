import Bytes
import Expressions

/// Values of one type as bytes that compare like the values do, NULL before all; no key is the beginning of another.
enum SortKey {
    /// - Parameters:
    ///   - order: how texts compare; nil for other types.
    ///   - isDescending: every bit turned, so that the order is the other way round.
    static func append(_ value: Value, _ order: TextOrder?, isDescending: Bool, to out: inout ByteWriter) {
        let start = out.count
        append(value, order, to: &out)
        guard isDescending else { return }
        let bytes = out.mutableBytes
        for index in start..<bytes.count { bytes[index] = ~bytes[index] }
    }

    static func append(_ value: Value, _ order: TextOrder?, to out: inout ByteWriter) {
        if case .null = value {
            out.append(0x00)
            return
        }
        out.append(0x01)
        switch value {
        case .null: break
        case .integer(let number):
            append(WideMagnitude(number.magnitude), isNegative: number < 0, to: &out)
        case .decimal(let number): append(number.magnitude, isNegative: number.isNegative, to: &out)
        case .real(let number):
            let bits = (number == 0 ? 0 : number).bitPattern
            out.appendBE(bits >> 63 == 0 ? bits | 1 << 63 : ~bits)
        case .text(let bytes):
            if let order {
                order.appendKey(bytes, to: &out)
            } else {
                TextOrder.binary.appendKey(bytes, to: &out)
            }
        case .temporal(let number): out.appendBE(UInt64(bitPattern: number) ^ 1 << 63)
        }
    }

    /// How many bytes the number has, above 80h; then the bytes. All turned for negative numbers.
    private static func append(_ magnitude: WideMagnitude, isNegative: Bool, to out: inout ByteWriter) {
        let (low, high) = (magnitude.low, magnitude.high)
        let bits = high == 0 ? 128 - low.leadingZeroBitCount : 256 - high.leadingZeroBitCount
        let length = (bits + 7) / 8
        let mask: UInt8 = isNegative ? 0xFF : 0
        out.append((0x80 + UInt8(length)) ^ mask)
        for index in stride(from: length - 1, through: 0, by: -1) {
            let byte = index < 16 ? low >> UInt128(8 * index) : high >> UInt128(8 * (index - 16))
            out.append(UInt8(truncatingIfNeeded: byte) ^ mask)
        }
    }
}
