import Binlog

/// The name of an XA transaction: what tells it from others, and how people read it.
///
/// As the log keeps it: format id i32 LE, gtrid length u8, gtrid, bqual.
public struct XAName: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ id: XATransactionID) {
        self.init(format: id.formatId, global: id.global, branch: id.branch)
    }

    private init(format: Int32, global: [UInt8], branch: [UInt8]) {
        bytes =
            withUnsafeBytes(of: format.littleEndian) { Array($0) } + [UInt8(truncatingIfNeeded: global.count)] + global
            + branch
    }

    /// Reads `XA COMMIT X'6162',X'',1`, as servers write it into the binlog; nil for anything else.
    init?(statement: UnsafeRawBufferPointer) {
        var cursor = Cursor(rest: statement[...])
        // The first quote; before it stand the verb and an X.
        cursor.skip { $0 != 0x27 }
        guard let global = cursor.hexString(), cursor.comma(), let branch = cursor.hexString(), cursor.comma(),
            let format = cursor.number(), global.count <= 64, branch.count <= 64
        else { return nil }
        self.init(format: format, global: global, branch: branch)
    }

    /// As the server's own statements write it.
    public var description: String {
        guard bytes.count >= 5, bytes.count >= 5 + Int(bytes[4]) else { return "an unreadable xid" }
        let format = bytes.withUnsafeBytes { Int32(littleEndian: $0.loadUnaligned(as: Int32.self)) }
        let branchStart = 5 + Int(bytes[4])
        return "X'\(Self.hex(bytes[5..<branchStart]))',X'\(Self.hex(bytes[branchStart...]))',\(format)"
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

private struct Cursor {
    var rest: Slice<UnsafeRawBufferPointer>

    mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = rest.first, condition(byte) { rest.removeFirst() }
    }

    mutating func comma() -> Bool {
        guard rest.first == 0x2C else { return false }
        rest.removeFirst()
        return true
    }

    /// `X'6162'`, or `'6162'`.
    mutating func hexString() -> [UInt8]? {
        if let first = rest.first, first | 0x20 == 0x78 { rest.removeFirst() }
        guard rest.first == 0x27 else { return nil }
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let high = rest.first, high != 0x27 {
            guard rest.count >= 2, let upper = Self.digit(high) else { return nil }
            rest.removeFirst()
            guard let byte = rest.first, let lower = Self.digit(byte) else { return nil }
            rest.removeFirst()
            bytes.append(upper << 4 | lower)
        }
        guard rest.first == 0x27 else { return nil }
        rest.removeFirst()
        return bytes
    }

    mutating func number() -> Int32? {
        var digits = ""
        while let byte = rest.first, byte == 0x2D || (0x30...0x39).contains(byte) {
            digits.unicodeScalars.append(Unicode.Scalar(byte))
            rest.removeFirst()
        }
        guard let value = Int64(digits) else { return nil }
        return Int32(truncatingIfNeeded: value)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
