/// The servers' weights of characters, packed into text that the compiler takes as it is. The form is drawn in
/// Tests/ExpressionsTests/Fixtures/make-weights.py, which makes the tables.
enum PackedWeights {
    /// Reads Base64 of varints.
    struct Reader {
        private let text: UnsafeRawBufferPointer
        private var at = 0
        private var bits: UInt32 = 0
        private var bitCount: UInt32 = 0

        init(_ text: StaticString) {
            self.text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        }

        mutating func varint() -> Int {
            var result = 0
            var shift = 0
            while true {
                let byte = byte()
                result |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return result }
                shift += 7
            }
        }

        mutating func zigzag() -> Int {
            let number = varint()
            return number & 1 == 0 ? number >> 1 : -(number >> 1) - 1
        }

        private mutating func byte() -> UInt8 {
            while bitCount < 8 {
                precondition(at < text.count, "a packed table ends early")
                bits = bits << 6 | Self.sextet(text[at])
                (bitCount, at) = (bitCount + 6, at + 1)
            }
            bitCount -= 8
            return UInt8(truncatingIfNeeded: bits >> bitCount)
        }

        private static func sextet(_ digit: UInt8) -> UInt32 {
            switch digit {
            case 0x41...0x5A: UInt32(digit - 0x41)
            case 0x61...0x7A: UInt32(digit - 0x61 + 26)
            case 0x30...0x39: UInt32(digit - 0x30 + 52)
            case 0x2B: 62
            default: 63
            }
        }
    }
}
