/// A write position in memory that was reserved before: plain stores, no checks. Whoever makes one has proved that
/// everything written through it fits.
struct DigitOutput {
    var at: UnsafeMutableRawPointer

    @inline(__always)
    init(_ at: UnsafeMutableRawPointer) { self.at = at }

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        at.storeBytes(of: value, as: UInt8.self)
        at += 1
    }

    /// Two digits, 0 to 99. Masked to seven bits, so that no value reads beyond the table.
    @inline(__always)
    mutating func two(_ value: Int) {
        at.storeBytes(of: Self.pair(value), as: UInt16.self)
        at += 2
    }

    @inline(__always)
    mutating func four(_ value: Int) {
        two(value / 100)
        two(value % 100)
    }

    /// Exactly `width` digits, zeros first; higher digits are dropped.
    @inline(__always)
    mutating func padded(_ value: UInt32, width: Int) {
        var rest = value
        var position = width
        while position >= 2 {
            position &-= 2
            (at + position).storeBytes(of: Self.pair(Int(rest % 100)), as: UInt16.self)
            rest /= 100
        }
        if position == 1 { at.storeBytes(of: 0x30 &+ UInt8(truncatingIfNeeded: rest % 10), as: UInt8.self) }
        at += width
    }

    /// Any number, at most 20 digits.
    @inline(__always)
    mutating func decimal(_ value: UInt64) {
        let length = Self.length(value)
        var position = length
        var rest = value
        while rest >= 100 {
            position &-= 2
            (at + position).storeBytes(of: Self.pair(Int(truncatingIfNeeded: rest % 100)), as: UInt16.self)
            rest /= 100
        }
        if rest >= 10 {
            at.storeBytes(of: Self.pair(Int(truncatingIfNeeded: rest)), as: UInt16.self)
        } else {
            at.storeBytes(of: 0x30 &+ UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        }
        at += length
    }

    @inline(__always)
    mutating func decimal(_ value: Int64) {
        if value < 0 { byte(0x2D) }
        decimal(value.magnitude)
    }

    @inline(__always)
    mutating func text(_ text: StaticString) {
        at.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        at += text.utf8CodeUnitCount
    }

    /// Copies `length` bytes, in steps of 32: the source must have 31 bytes of slack behind it and the destination too.
    @inline(__always)
    mutating func padded(_ source: UnsafeRawPointer, length: Int) {
        at.storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        if length > 32 { (at + 32).copyMemory(from: source + 32, byteCount: length &- 32) }
        at += length
    }

    /// The two characters of a number below 100, as they lie in memory.
    @inline(__always)
    static func pair(_ value: Int) -> UInt16 {
        let table: StaticString =
            """
            0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
            5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899\
            ????????????????????????????????????????????????????????
            """
        return UnsafeRawPointer(table.utf8Start + 2 &* (value & 0x7F)).loadUnaligned(as: UInt16.self)
    }

    @inline(__always)
    static func length(_ value: UInt64) -> Int {
        var rest = value
        var length = 1
        while true {
            if rest < 10 { return length }
            if rest < 100 { return length &+ 1 }
            if rest < 1000 { return length &+ 2 }
            if rest < 10000 { return length &+ 3 }
            rest /= 10000
            length &+= 4
        }
    }
}
