/// A sum of doubles without any rounding: a number of 2,176 bits in two's complement whose lowest bit is worth 2^−1074.
/// What was added can be taken away again, and leaves nothing behind; the sum is rounded once, when it is read.
struct ExactRealSum {
    /// 2,098 bits for the doubles themselves, the rest for more than 2^70 of them.
    static let words = 34
    static let bytes = words * 8

    let memory: UnsafeMutablePointer<UInt64>

    func add(_ number: Double, weight: Int64) {
        let exponent = Int(number.exponentBitPattern)
        var significand = number.significandBitPattern
        if exponent > 0 { significand |= 1 << 52 }
        guard significand != 0, number.isFinite else { return }
        let shift = max(0, exponent - 1)
        let (word, bit) = (shift / 64, UInt64(shift % 64))
        let isNegative = (number.sign == .minus) != (weight < 0)
        for _ in 0..<weight.magnitude {
            let wide = UInt128(significand) << UInt128(bit)
            let (low, high) = (UInt64(truncatingIfNeeded: wide), UInt64(truncatingIfNeeded: wide >> 64))
            if isNegative { subtract(low, high, at: word) } else { add(low, high, at: word) }
        }
    }

    private func add(_ low: UInt64, _ high: UInt64, at word: Int) {
        var carry: Bool
        (memory[word], carry) = memory[word].addingReportingOverflow(low)
        var term = high
        var index = word + 1
        while index < Self.words, term != 0 || carry {
            let (sum, first) = memory[index].addingReportingOverflow(term)
            let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
            memory[index] = total
            (carry, term, index) = (first || second, 0, index + 1)
        }
    }

    private func subtract(_ low: UInt64, _ high: UInt64, at word: Int) {
        var borrow: Bool
        (memory[word], borrow) = memory[word].subtractingReportingOverflow(low)
        var term = high
        var index = word + 1
        while index < Self.words, term != 0 || borrow {
            let (difference, first) = memory[index].subtractingReportingOverflow(term)
            let (total, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
            memory[index] = total
            (borrow, term, index) = (first || second, 0, index + 1)
        }
    }

    /// The nearest double, ties to even.
    var value: Double {
        let isNegative = memory[Self.words - 1] >> 63 == 1
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.words) { magnitude in
            var carry = isNegative
            for index in 0..<Self.words {
                let word = isNegative ? ~memory[index] : memory[index]
                (magnitude[index], carry) = word.addingReportingOverflow(carry ? 1 : 0)
            }
            guard let top = (0..<Self.words).last(where: { magnitude[$0] != 0 }) else { return 0 }
            let highest = top * 64 + 63 - magnitude[top].leadingZeroBitCount
            // The lowest bit that the result keeps; subnormal numbers keep all.
            let lowest = max(0, highest - 52)
            var significand = Self.bits(magnitude, from: lowest, count: highest - lowest + 1)
            if lowest > 0, Self.bits(magnitude, from: lowest - 1, count: 1) == 1 {
                let isTie = !Self.hasBits(magnitude, below: lowest - 1)
                if !isTie || significand & 1 == 1 { significand += 1 }
            }
            let number = Double(sign: .plus, exponent: lowest - 1074, significand: Double(significand))
            return isNegative ? -number : number
        }
    }

    private static func bits(_ words: UnsafeMutableBufferPointer<UInt64>, from bit: Int, count: Int) -> UInt64 {
        let (word, shift) = (bit / 64, bit % 64)
        var wide = UInt128(words[word])
        if word + 1 < words.count { wide |= UInt128(words[word + 1]) << 64 }
        return UInt64(truncatingIfNeeded: wide >> UInt128(shift)) & (UInt64.max >> UInt64(64 - count))
    }

    private static func hasBits(_ words: UnsafeMutableBufferPointer<UInt64>, below bit: Int) -> Bool {
        for index in 0..<(bit / 64) where words[index] != 0 { return true }
        return bit % 64 > 0 && words[bit / 64] & (1 << UInt64(bit % 64) - 1) != 0
    }
}
