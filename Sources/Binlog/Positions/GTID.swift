import Bytes

/// Identity of a MySQL transaction: `uuid:number` or `uuid:tag:number`.
public struct GTID: Sendable, Hashable {
    public let uuid: ServerUUID
    public let tag: GTIDTag
    /// 1 to 2⁶³ − 2.
    public let number: UInt64

    @inlinable
    public init(uuid: ServerUUID, tag: GTIDTag = .none, number: UInt64) {
        self.uuid = uuid
        self.tag = tag
        self.number = number
    }

    /// A GTID as it stands in an event.
    @inlinable
    static func checked(
        uuid: ServerUUID,
        tag: GTIDTag,
        number: UInt64,
        at offset: Int
    ) throws(BytesError) -> GTID {
        guard number >= 1, number <= UInt64(Int64.max) - 1 else { throw .malformed("no GTID number", at: offset) }
        return GTID(uuid: uuid, tag: tag, number: number)
    }
}

extension GTID: CustomStringConvertible {
    public var description: String { tag.isEmpty ? "\(uuid):\(number)" : "\(uuid):\(tag):\(number)" }
}

/// The optional middle part of a GTID (MySQL 8.3 and later): at most 32 letters, digits and underscores, lower-case,
/// not beginning with a digit. Kept in place, so that reading one allocates nothing.
public struct GTIDTag: Sendable, Hashable, Comparable {
    @usableFromInline let words: (UInt64, UInt64, UInt64, UInt64)

    @inlinable
    init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// No tag.
    @inlinable public static var none: GTIDTag { GTIDTag(words: (0, 0, 0, 0)) }

    /// Reads a tag; upper-case letters become lower-case. Nil when it is not a legal one; empty is `none`.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            let lower: UInt8
            switch byte {
            case 0x61...0x7A, 0x5F: lower = byte
            case 0x41...0x5A: lower = byte | 0x20
            case 0x30...0x39 where index > 0: lower = byte
            default: return nil
            }
            let bits = UInt64(lower) << UInt64(56 - 8 * (index % 8))
            switch index / 8 {
            case 0: words.0 |= bits
            case 1: words.1 |= bits
            case 2: words.2 |= bits
            default: words.3 |= bits
            }
        }
        self.words = words
    }

    /// True for `none`.
    @inlinable public var isEmpty: Bool { words.0 == 0 }

    /// The tag's characters; empty for `none`.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for word in [words.0, words.1, words.2, words.3] {
            for index in 0..<8 {
                let byte = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * index))
                if byte == 0 { return bytes }
                bytes.append(byte)
            }
        }
        return bytes
    }

    @inlinable
    public static func == (one: Self, other: Self) -> Bool { one.words == other.words }

    @inlinable
    public static func < (one: Self, other: Self) -> Bool { one.words < other.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension GTIDTag: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
