import Glibc

/// A collation ready for use: its weight table is unpacked.
package struct TextOrder: Sendable {
    enum Form: Sendable {
        /// By bytes, which for UTF-8 is by code points.
        case bytes
        /// By one weight for each character.
        case simple(SimpleWeights)
        /// By the weights of the Unicode collation algorithm, primary level.
        case unicode(UnicodeWeights)
    }

    let form: Form
    /// Whether trailing spaces do not count (PAD SPACE).
    package let padsSpace: Bool
    /// Whether `_` of LIKE is a byte.
    package let isBinary: Bool

    package init(_ collation: Collation) {
        form = collation.form
        padsSpace = collation.padsSpace
        isBinary = collation.charset == .binary
    }

    /// Negative, zero or positive.
    package func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        switch form {
        case .bytes: padsSpace ? Self.comparePadded(one, other) : Self.compareBytes(one, other)
        case .simple(let weights): weights.compare(one, other, padsSpace: padsSpace)
        case .unicode(let weights): weights.compare(one, other, padsSpace: padsSpace)
        }
    }

    @inline(__always)
    private static func compareBytes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        let order = compareCommon(one, other, count: min(one.count, other.count))
        return order != 0 ? order : one.count - other.count
    }

    @inline(__always)
    private static func compareCommon(
        _ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, count: Int
    ) -> Int {
        guard count > 0, let left = one.baseAddress, let right = other.baseAddress else { return 0 }
        return Int(memcmp(left, right, count))
    }

    private static func comparePadded(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        let common = min(one.count, other.count)
        let order = compareCommon(one, other, count: common)
        if order != 0 { return order }
        if let byte = one[common...].first(where: { $0 != 0x20 }) { return byte < 0x20 ? -1 : 1 }
        if let byte = other[common...].first(where: { $0 != 0x20 }) { return byte < 0x20 ? 1 : -1 }
        return 0
    }
}

extension TextOrder {
    /// By bytes, every one of which counts.
    package static let binary = TextOrder(Collation("binary", .binary, .bytes, padsSpace: false))

    /// What texts that are made of literals alone compare by: the servers' own for a connection in utf8mb4.
    package static let ofLiterals = TextOrder(Collation.ofLiterals)
}
