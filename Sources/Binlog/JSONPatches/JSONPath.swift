import Bytes

/// Where a change of a JSON document lies: "$", then ".name", ".\"quoted name\"" (escaped as in JSON), "[3]", "[last]"
/// or "[last-3]", one after another. Source: MySQL manual, "JSON Path Syntax"; sql-common/json_path.cc.
struct JSONPath {
    enum Leg {
        /// The member's name, unescaped.
        case member([UInt8])
        /// From the array's begin, or from its last element backwards.
        case cell(Int, fromEnd: Bool)
    }

    /// As deep as the server nests documents.
    static let legsMax = 100

    private(set) var legs: [Leg] = []

    init(_ text: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(text)
        guard try cursor.u8() == UInt8(ascii: "$") else { throw .malformed("a JSON path without $", at: 0) }
        while !cursor.isAtEnd {
            guard legs.count < Self.legsMax else { throw .malformed("a JSON path of over 100 legs", at: 0) }
            switch try cursor.u8() {
            case UInt8(ascii: "."): legs.append(.member(try Self.name(&cursor)))
            case UInt8(ascii: "["): legs.append(try Self.cell(&cursor))
            default: throw .malformed("neither member nor cell in a JSON path", at: cursor.offset - 1)
            }
        }
    }

    private static func name(_ cursor: inout ByteCursor) throws(BytesError) -> [UInt8] {
        var name: [UInt8] = []
        guard try cursor.peek() == UInt8(ascii: "\"") else {
            while !cursor.isAtEnd {
                let next = try cursor.peek()
                if next == UInt8(ascii: ".") || next == UInt8(ascii: "[") { break }
                name.append(try cursor.u8())
            }
            return name
        }
        try cursor.skip(1)
        while true {
            switch try cursor.u8() {
            case UInt8(ascii: "\""): return name
            case UInt8(ascii: "\\"): try appendEscaped(&cursor, to: &name)
            case let byte: name.append(byte)
            }
        }
    }

    private static func appendEscaped(_ cursor: inout ByteCursor, to name: inout [UInt8]) throws(BytesError) {
        switch try cursor.u8() {
        case UInt8(ascii: "b"): name.append(8)
        case UInt8(ascii: "t"): name.append(9)
        case UInt8(ascii: "n"): name.append(10)
        case UInt8(ascii: "f"): name.append(12)
        case UInt8(ascii: "r"): name.append(13)
        case UInt8(ascii: "u"):
            var unit = try hex(&cursor)
            if unit >> 10 == 0x36 {
                guard try cursor.u8() == UInt8(ascii: "\\"), try cursor.u8() == UInt8(ascii: "u") else {
                    throw .malformed("half a surrogate pair in a JSON path", at: cursor.offset)
                }
                unit = 0x1_0000 + (unit & 0x3FF) << 10 + (try hex(&cursor) & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(unit) else {
                throw .malformed("no character in a JSON path", at: cursor.offset)
            }
            name.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        case let byte: name.append(byte)
        }
    }

    private static func hex(_ cursor: inout ByteCursor) throws(BytesError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let byte = try cursor.u8()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .malformed("no hexadecimal digit in a JSON path", at: cursor.offset - 1)
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    private static func cell(_ cursor: inout ByteCursor) throws(BytesError) -> Leg {
        var isFromEnd = false
        if try cursor.peek() == UInt8(ascii: "l") {
            guard try cursor.bytes(4).elementsEqual("last".utf8) else {
                throw .malformed("no cell in a JSON path", at: cursor.offset)
            }
            isFromEnd = true
            switch try cursor.u8() {
            case UInt8(ascii: "]"): return .cell(0, fromEnd: true)
            case UInt8(ascii: "-"): break
            default: throw .malformed("no cell in a JSON path", at: cursor.offset)
            }
        }
        var index = 0
        var digits = 0
        while true {
            let byte = try cursor.u8()
            if byte == UInt8(ascii: "]"), digits > 0 { return .cell(index, fromEnd: isFromEnd) }
            guard byte >= 0x30, byte <= 0x39, digits < 10 else {
                throw .malformed("no cell in a JSON path", at: cursor.offset - 1)
            }
            index = index * 10 + Int(byte - 0x30)
            digits += 1
        }
    }
}
