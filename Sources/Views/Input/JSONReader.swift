/// Moves over JSON that stands in memory, from value to value. It allocates nothing and believes nothing: every method
/// says nil or false where the bytes are not what it looks for, and never goes past the end.
struct JSONReader {
    private(set) var at: UnsafeRawPointer
    private let end: UnsafeRawPointer
    /// Objects and arrays inside of each other that are followed.
    private static let depthMax = 512

    init(_ bytes: UnsafeRawBufferPointer) {
        // Nothing is read through the pointer of an empty buffer.
        at = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = at + bytes.count
    }

    @inline(__always)
    var peek: UInt8 { at < end ? at.load(as: UInt8.self) : 0 }

    @inline(__always)
    mutating func skipSpace() {
        while at < end {
            let byte = at.load(as: UInt8.self)
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    /// Moves over one byte if it is this one.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard at < end, at.load(as: UInt8.self) == byte else { return false }
        at += 1
        return true
    }

    /// Moves over these bytes if they are next.
    @inline(__always)
    mutating func take(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
        guard end - at >= count else { return false }
        var index = 0
        while index &+ 8 <= count {
            guard
                at.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index &+= 8
        }
        while index < count {
            guard at.load(fromByteOffset: index, as: UInt8.self) == start.load(fromByteOffset: index, as: UInt8.self)
            else { return false }
            index &+= 1
        }
        at += count
        return true
    }

    mutating func take(_ word: StaticString) -> Bool { take(word.utf8Start, word.utf8CodeUnitCount) }

    @inline(__always)
    mutating func takeNull() -> Bool { peek == 0x6E && take("null") }

    /// The bytes of a string between its quotation marks, as they stand there.
    @inline(__always)
    mutating func string(_ hasEscapes: inout Bool) -> UnsafeRawBufferPointer? {
        guard take(0x22) else { return nil }
        let start = at
        hasEscapes = false
        while true {
            while end - at >= 8 {
                let word = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
                let found = Self.quotesAndBackslashes(word)
                if found != 0 {
                    at += found.trailingZeroBitCount >> 3
                    break
                }
                at += 8
            }
            guard at < end else { return nil }
            switch at.load(as: UInt8.self) {
            case 0x22:
                let content = UnsafeRawBufferPointer(start: start, count: at - start)
                at += 1
                return content
            case 0x5C:
                guard end - at >= 2 else { return nil }
                hasEscapes = true
                at += 2
            default: at += 1
            }
        }
    }

    /// The top bit of each byte that is `"` or `\`; the lowest mark is always right.
    @inline(__always)
    private static func quotesAndBackslashes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let quotes = (quote &- ones) & ~quote
        let backslashes = (backslash &- ones) & ~backslash
        return (quotes | backslashes) & (ones &* 0x80)
    }

    /// Moves over a whole value of any kind.
    mutating func skipValue() -> Bool {
        var depth = 0
        var ignored = false
        repeat {
            skipSpace()
            switch peek {
            case 0x22: guard string(&ignored) != nil else { return false }
            case 0x7B, 0x5B:
                at += 1
                depth += 1
                guard depth <= Self.depthMax else { return false }
                continue
            case 0x7D, 0x5D, 0x2C, 0x3A:
                guard depth > 0 else { return false }
                if peek == 0x7D || peek == 0x5D { depth -= 1 }
                at += 1
                continue
            default: guard skipWord() else { return false }
            }
        } while depth > 0
        return true
    }

    /// A number, `true`, `false` or `null`.
    @inline(__always)
    private mutating func skipWord() -> Bool {
        let start = at
        while at < end {
            let byte = at.load(as: UInt8.self)
            if byte == 0x2C || byte == 0x7D || byte == 0x5D || byte <= 0x20 { break }
            at += 1
        }
        return at > start
    }

    /// The bytes of a number.
    @inline(__always)
    mutating func number() -> UnsafeRawBufferPointer? {
        let start = at
        return skipWord() ? UnsafeRawBufferPointer(start: start, count: at - start) : nil
    }

    /// A whole number of up to 64 bits with its sign apart.
    @inline(__always)
    mutating func integer() -> (magnitude: UInt64, isNegative: Bool)? {
        let isNegative = take(0x2D)
        let start = at
        var value: UInt64 = 0
        while at < end {
            let digit = at.load(as: UInt8.self) &- 0x30
            guard digit < 10 else { break }
            let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
            guard !over, !carry else { return nil }
            value = sum
            at += 1
        }
        return at > start ? (value, isNegative) : nil
    }

    @inline(__always)
    mutating func signed() -> Int64? {
        guard let (magnitude, isNegative) = integer() else { return nil }
        if !isNegative { return Int64(exactly: magnitude) }
        return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}
