import Binlog

/// Writes a DECIMAL in the server's packed form, which rows carry (see `PackedDecimal`).
enum DecimalPacking {
    /// Most bytes of a packed DECIMAL(65, s).
    static let byteCountMax = 32
    private static let digitsMax = 65

    /// Packs digits as the server prints them: `-0.50`.
    /// - Returns: nil for another text, and for more digits than the column has.
    static func pack(
        _ text: UnsafeRawBufferPointer, precision: UInt8, scale: UInt8, to target: UnsafeMutableRawPointer
    ) -> PackedDecimal? {
        var at = 0
        let isNegative = text.first == 0x2D
        if isNegative { at = 1 }
        var wholeEnd = at
        while wholeEnd < text.count, text[wholeEnd] != 0x2E { wholeEnd += 1 }
        while at < wholeEnd, text[at] == 0x30 { at += 1 }
        let whole = UnsafeRawBufferPointer(rebasing: text[at..<wholeEnd])
        let fraction = UnsafeRawBufferPointer(rebasing: text[min(wholeEnd + 1, text.count)...])
        return pack(whole, fraction, isNegative, precision, scale, to: target)
    }

    /// Packs a number without a point, `scale` of whose digits stand behind it.
    static func pack(
        unscaled digits: UnsafeRawBufferPointer, isNegative: Bool, precision: UInt8, scale: UInt8,
        to target: UnsafeMutableRawPointer
    ) -> PackedDecimal? {
        let behind = min(Int(scale), digits.count)
        let whole = UnsafeRawBufferPointer(rebasing: digits.dropLast(behind))
        let fraction = UnsafeRawBufferPointer(rebasing: digits.suffix(behind))
        return withUnsafeTemporaryAllocation(byteCount: digitsMax, alignment: 1) { padded in
            // Digits that are not there are zeros before the others.
            let missing = Int(scale) - behind
            guard missing == 0 else {
                for index in 0..<missing { padded[index] = 0x30 }
                for index in 0..<behind { padded[missing + index] = fraction[index] }
                let all = UnsafeRawBufferPointer(rebasing: padded[..<Int(scale)])
                return pack(whole, all, isNegative, precision, scale, to: target)
            }
            return pack(whole, fraction, isNegative, precision, scale, to: target)
        }
    }

    private static func pack(
        _ whole: UnsafeRawBufferPointer, _ fraction: UnsafeRawBufferPointer, _ isNegative: Bool,
        _ precision: UInt8, _ scale: UInt8, to target: UnsafeMutableRawPointer
    ) -> PackedDecimal? {
        let wholeDigits = Int(precision) - Int(scale)
        guard wholeDigits >= 0, precision <= digitsMax, whole.count <= wholeDigits, fraction.count <= Int(scale)
        else { return nil }
        let mask: UInt8 = isNegative ? 0xFF : 0
        var written = 0
        /// A group of digits from `start` on; positions without a digit are zeros.
        func group(_ digits: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Bool {
            var value: UInt32 = 0
            for index in start..<start + count {
                var digit: UInt8 = 0
                if index >= 0, index < digits.count {
                    digit = digits[index] &- 0x30
                    if digit > 9 { return false }
                }
                value = value * 10 + UInt32(digit)
            }
            let width = (count + 1) / 2 - (count == 9 ? 1 : 0)
            for index in 0..<width {
                let byte = UInt8(truncatingIfNeeded: value >> UInt32(8 * (width - 1 - index))) ^ mask
                target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
                written += 1
            }
            return true
        }
        // Whole digits stand right-aligned.
        var at = whole.count - wholeDigits
        let first = wholeDigits % 9
        if first > 0 {
            guard group(whole, at, first) else { return nil }
            at += first
        }
        while at < whole.count {
            guard group(whole, at, 9) else { return nil }
            at += 9
        }
        at = 0
        while at < Int(scale) {
            let count = min(9, Int(scale) - at)
            guard group(fraction, at, count) else { return nil }
            at += count
        }
        guard written > 0 else { return nil }
        target.storeBytes(of: target.load(as: UInt8.self) ^ 0x80, as: UInt8.self)
        return PackedDecimal(
            bytes: UnsafeRawBufferPointer(start: target, count: written), precision: precision, scale: scale)
    }

    /// Packs a two's complement number, most significant byte first (Debezium's `precise`).
    static func pack(
        twosComplement bytes: UnsafeRawBufferPointer, precision: UInt8, scale: UInt8,
        to target: UnsafeMutableRawPointer
    ) -> PackedDecimal? {
        guard let first = bytes.first, bytes.count <= byteCountMax else { return nil }
        let isNegative = first & 0x80 != 0
        return withUnsafeTemporaryAllocation(byteCount: byteCountMax + 80, alignment: 1) { scratch in
            // The magnitude, then its digits from the end of the scratch memory on.
            var carry: UInt16 = isNegative ? 1 : 0
            for index in bytes.indices.reversed() {
                let byte = isNegative ? UInt16(~bytes[index]) + carry : UInt16(bytes[index])
                scratch[index] = UInt8(truncatingIfNeeded: byte)
                carry = byte >> 8
            }
            var at = scratch.count
            while at > byteCountMax {
                var (rest, isZero) = (UInt32(0), true)
                for index in 0..<bytes.count {
                    let part = rest << 8 | UInt32(scratch[index])
                    scratch[index] = UInt8(truncatingIfNeeded: part / 10)
                    if part >= 10 { isZero = false }
                    rest = part % 10
                }
                at -= 1
                scratch[at] = 0x30 + UInt8(rest)
                if isZero { break }
            }
            if scratch[at] == 0x30, at == scratch.count - 1 { at += 1 }
            let digits = UnsafeRawBufferPointer(rebasing: scratch[at...])
            return pack(unscaled: digits, isNegative: isNegative, precision: precision, scale: scale, to: target)
        }
    }
}
