/// The 16 bytes that name a MySQL server (`@@server_uuid`) and stand in its GTIDs.
public struct ServerUUID: Sendable, Hashable, Comparable {
    /// Bytes 0 to 7, the first in the highest place.
    public let high: UInt64
    /// Bytes 8 to 15.
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 hexadecimal digits, with or without the four hyphens.
    public init?(_ text: String) {
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for character in text.utf8 {
            let value: UInt64
            switch character {
            case 0x30...0x39: value = UInt64(character - 0x30)
            case 0x41...0x46: value = UInt64(character - 0x41 + 10)
            case 0x61...0x66: value = UInt64(character - 0x61 + 10)
            case 0x2D where digits > 0 && digits % 4 == 0: continue
            default: return nil
            }
            if digits < 16 { halves.0 = halves.0 << 4 | value } else { halves.1 = halves.1 << 4 | value }
            digits += 1
            if digits > 32 { return nil }
        }
        guard digits == 32 else { return nil }
        self.init(high: halves.0, low: halves.1)
    }

    @inlinable
    public static func < (one: Self, other: Self) -> Bool {
        one.high != other.high ? one.high < other.high : one.low < other.low
    }
}

extension ServerUUID: CustomStringConvertible {
    /// Lower-case, hyphenated, as the server prints it.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append(0x2D) }
            let half = index < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (index % 16))) & 0xF
            text.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
