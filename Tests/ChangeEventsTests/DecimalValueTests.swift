import Binlog
import ChangeEvents
import Testing

/// Packs decimal text as the server does, by another road than the reader: digit strings, not numbers.
private func packed(_ text: String, precision: Int, scale: Int) -> [UInt8] {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    let digits = parts[0] == "0" ? "" : parts[0]
    let whole = String(repeating: "0", count: precision - scale - digits.count) + digits
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    var groups: [Substring] = []
    var rest = whole[...]
    if rest.count % 9 > 0 {
        groups.append(rest.prefix(rest.count % 9))
        rest = rest.dropFirst(rest.count % 9)
    }
    while !rest.isEmpty { (groups, rest) = (groups + [rest.prefix(9)], rest.dropFirst(9)) }
    rest = fraction[...]
    while !rest.isEmpty { (groups, rest) = (groups + [rest.prefix(9)], rest.dropFirst(9)) }
    let lengths = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4]
    var bytes: [UInt8] = []
    for group in groups {
        let value = UInt32(group) ?? 0
        bytes += (0..<lengths[group.count]).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    bytes[0] ^= 0x80
    return isNegative ? bytes.map { ~$0 } : bytes
}

private func text(_ bytes: [UInt8], _ precision: UInt8, _ scale: UInt8, _ options: DebeziumOptions) throws -> String {
    try SingleColumn(.newDecimal, options: options).text(bytes) {
        .decimal(PackedDecimal(bytes: $0, precision: precision, scale: scale))
    }
}

@Test(
    arguments: [
        ("123.45", 10, 2), ("-123.45", 10, 2), ("0.00", 10, 2), ("0.05", 10, 2), ("-0.05", 10, 2),
        ("99999999.99", 10, 2),
        ("7", 1, 0), ("-7", 1, 0), ("0", 5, 0), ("1234567890", 10, 0), ("1000000000", 10, 0),
        ("100000000000000001", 18, 0),
        ("0.123456789", 9, 9), ("0.1234567891", 10, 10), ("123456789.000000001", 18, 9), ("5.000", 4, 3),
        (String(repeating: "9", count: 65), 65, 0),
        ("-" + String(repeating: "9", count: 35) + "." + String(repeating: "8", count: 30), 65, 30),
    ] as [(String, Int, Int)])
func decimalsAreTheirExactText(value: String, precision: Int, scale: Int) throws {
    let bytes = packed(value, precision: precision, scale: scale)
    // Zero before the point where the type has no digits there.
    #expect(try text(bytes, UInt8(precision), UInt8(scale), DebeziumOptions()) == "\"\(value)\"")
}

/// MySQL's own example (strings/decimal.cc, decimal2bin): 1234567890.1234 at DECIMAL(14,4) and its negative.
@Test func decimalsOfTheServersSourceAreRead() throws {
    let positive: [UInt8] = [0x81, 0x0D, 0xFB, 0x38, 0xD2, 0x04, 0xD2]
    #expect(try text(positive, 14, 4, DebeziumOptions()) == "\"1234567890.1234\"")
    #expect(try text(positive.map { ~$0 }, 14, 4, DebeziumOptions()) == "\"-1234567890.1234\"")
}

@Test func preciseDecimalsAreTheUnscaledValue() throws {
    let precise = options { $0.decimal = .precise }
    #expect(try text(packed("123.45", precision: 10, scale: 2), 10, 2, precise) == "\"MDk=\"")
    #expect(try text(packed("-0.01", precision: 10, scale: 2), 10, 2, precise) == "\"/w==\"")
    #expect(try text(packed("-1.28", precision: 10, scale: 2), 10, 2, precise) == "\"gA==\"")
    #expect(try text(packed("1.28", precision: 10, scale: 2), 10, 2, precise) == "\"AIA=\"")
    // 10^20 = 05 6B C7 5E 2D 63 10 00 00
    #expect(
        try text(packed("100000000000000000000", precision: 21, scale: 0), 21, 0, precise) == "\"BWvHXi1jEAAA\"")
}

@Test func doubleDecimalsAreNumbers() throws {
    let double = options { $0.decimal = .double }
    #expect(try text(packed("-123.45", precision: 10, scale: 2), 10, 2, double) == "-123.45")
    #expect(try text(packed("5", precision: 1, scale: 0), 1, 0, double) == "5.0")
}

@Test func malformedDecimalsAreErrors() throws {
    let whole = packed("12345678.90", precision: 10, scale: 2)
    for length in 0..<whole.count {
        let error = #expect(throws: ChangeEventError.self) {
            try text(Array(whole[..<length]), 10, 2, DebeziumOptions())
        }
        #expect(error?.code == .malformedValue)
    }
    #expect(throws: ChangeEventError.self) { try text(whole + [0], 10, 2, DebeziumOptions()) }
    // More than eight digits in the first group; a scale above the precision; no digits at all.
    #expect(throws: ChangeEventError.self) { try text([0xFF, 0xFF, 0xFF, 0xFF, 0], 10, 2, DebeziumOptions()) }
    #expect(throws: ChangeEventError.self) { try text([0x80], 1, 2, DebeziumOptions()) }
    #expect(throws: ChangeEventError.self) { try text([], 0, 0, DebeziumOptions()) }
    for (index, bits) in [(0, 0x80), (4, 0xFF)] as [(Int, UInt8)] {
        var changed = whole
        changed[index] ^= bits
        _ = try? text(changed, 10, 2, DebeziumOptions())
    }
}
