/// One character of UTF-8 beyond ASCII, checked by the table of well-formed byte sequences (Unicode, table 3-7).
enum UTF8Sequence {
    /// Copies the sequence at the start of `source` and returns its length; 0 when it is not well-formed.
    @inline(__always)
    static func copy(_ source: UnsafeRawBufferPointer, to out: inout DigitOutput) -> Int {
        guard let start = source.baseAddress, source.count >= 2 else { return 0 }
        let first = start.load(as: UInt8.self)
        let second = (start + 1).load(as: UInt8.self)
        switch first {
        case 0xC2...0xDF:
            guard isContinuation(second) else { return 0 }
            out.byte(first)
            out.byte(second)
            return 2
        case 0xE0...0xEF:
            guard source.count >= 3 else { return 0 }
            let third = (start + 2).load(as: UInt8.self)
            let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
            guard second >= lowest, second <= highest, isContinuation(third) else { return 0 }
            out.byte(first)
            out.byte(second)
            out.byte(third)
            return 3
        case 0xF0...0xF4:
            guard source.count >= 4 else { return 0 }
            let third = (start + 2).load(as: UInt8.self)
            let fourth = (start + 3).load(as: UInt8.self)
            let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
            let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
            guard second >= lowest, second <= highest, isContinuation(third), isContinuation(fourth) else { return 0 }
            out.byte(first)
            out.byte(second)
            out.byte(third)
            out.byte(fourth)
            return 4
        default:
            return 0
        }
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
