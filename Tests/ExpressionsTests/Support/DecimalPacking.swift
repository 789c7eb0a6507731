/// The packed form of a DECIMAL, from its text: "-12.50".
func packedDecimal(_ text: String, precision: Int, scale: Int) -> [UInt8] {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let whole = parts[0].drop { $0 == "0" }
    let fraction = parts.count > 1 ? parts[1] : ""
    let wholeDigits = precision - scale
    let wholeText = String(repeating: "0", count: wholeDigits - whole.count) + whole
    let fractionText = fraction + String(repeating: "0", count: scale - fraction.count)
    var groups: [(digits: Int, text: Substring)] = []
    var rest = wholeText[...]
    if wholeDigits % 9 > 0 {
        groups.append((wholeDigits % 9, rest.prefix(wholeDigits % 9)))
        rest = rest.dropFirst(wholeDigits % 9)
    }
    while !rest.isEmpty {
        groups.append((9, rest.prefix(9)))
        rest = rest.dropFirst(9)
    }
    rest = fractionText[...]
    while !rest.isEmpty {
        groups.append((min(9, rest.count), rest.prefix(9)))
        rest = rest.dropFirst(9)
    }
    var bytes: [UInt8] = []
    for group in groups {
        let width = group.digits == 9 ? 4 : (group.digits + 1) / 2
        let value = UInt32(group.text) ?? 0
        for shift in stride(from: (width - 1) * 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
        }
    }
    bytes[0] ^= 0x80
    return isNegative ? bytes.map { ~$0 } : bytes
}
