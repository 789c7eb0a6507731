import Binlog

/// A packed DECIMAL as text.
///
/// Layout (MySQL `strings/decimal.cc`, decimal2bin): the digits before the point in groups of nine from the right, then
/// those after it in groups of nine from the left; a full group takes 4 bytes, the odd digits 1 to 4; big-endian. The
/// top bit of the first byte is set for a positive number; a negative one has every bit inverted.
enum DecimalText {
    /// Bytes of 0 to 9 digits.
    @inline(__always)
    static func byteCount(digits: Int) -> Int { min(4, (digits &+ 1) / 2) }

    /// Most bytes that `append` writes: digits, sign, point and a zero before it.
    static func lengthMax(_ value: PackedDecimal) -> Int { Int(value.precision) + 3 }

    /// Writes "-123.45" with exactly the scale's digits after the point; false when the bytes are not a DECIMAL of
    /// that precision and scale.
    @inline(__always)
    static func append(_ value: PackedDecimal, to out: inout DigitOutput) -> Bool {
        let scale = Int(value.scale)
        let whole = Int(value.precision) &- scale
        guard whole >= 0, value.precision > 0,
            value.bytes.count == whole / 9 &* 4 &+ byteCount(digits: whole % 9) &+ scale / 9 &* 4
                &+ byteCount(digits: scale % 9)
        else { return false }
        var groups = Groups(value.bytes)
        if groups.isNegative { out.byte(0x2D) }

        var started = false
        var left = whole
        while left > 0 {
            let digits = left % 9 == 0 ? 9 : left % 9
            guard let group = groups.next(digits: digits) else { return false }
            if started {
                out.padded(group, width: 9)
            } else if group != 0 {
                out.decimal(UInt64(group))
                started = true
            }
            left &-= digits
        }
        if !started { out.byte(0x30) }
        guard scale > 0 else { return true }
        out.byte(0x2E)
        left = scale
        while left > 0 {
            let digits = min(left, 9)
            guard let group = groups.next(digits: digits) else { return false }
            out.padded(group, width: digits)
            left &-= digits
        }
        return true
    }

    /// Reads group after group of a packed DECIMAL whose length was checked.
    struct Groups {
        private let bytes: UnsafeRawBufferPointer
        private let inversion: UInt8
        private var position = 0

        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            inversion = bytes[0] & 0x80 != 0 ? 0 : 0xFF
        }

        @inline(__always)
        var isNegative: Bool { inversion != 0 }

        /// The value of the next `digits` digits; nil when the bytes hold more than that many digits.
        @inline(__always)
        mutating func next(digits: Int) -> UInt32? {
            let length = DecimalText.byteCount(digits: digits)
            var group: UInt32 = 0
            for index in position..<position &+ length {
                let byte = bytes[index] ^ inversion
                group = group << 8 | UInt32(index == 0 ? byte ^ 0x80 : byte)
            }
            position &+= length
            return group < Self.bound(digits: digits) ? group : nil
        }

        @inline(__always)
        private static func bound(digits: Int) -> UInt32 {
            switch digits {
            case 1: 10
            case 2: 100
            case 3: 1000
            case 4: 10_000
            case 5: 100_000
            case 6: 1_000_000
            case 7: 10_000_000
            case 8: 100_000_000
            default: 1_000_000_000
            }
        }
    }
}
