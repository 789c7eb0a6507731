import Glibc

/// Floating-point numbers as the server prints them: the shortest digits that give the number again, with an exponent
/// where the point would lie far outside of them.
enum RealText {
    /// Digits before the point beyond which an exponent is written (the servers' DBL_DIG).
    private static let pointMax = 15

    static func text(_ number: Double) -> String {
        if number == 0 { return "0" }
        let (digits, point) = shortest(number.magnitude)
        let sign = number < 0 ? "-" : ""
        if point < -Self.pointMax + 1 || point > Self.pointMax {
            let fraction = digits.dropFirst()
            return "\(sign)\(digits.prefix(1))\(fraction.isEmpty ? "" : ".\(fraction)")e\(point - 1)"
        }
        if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
        if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
    }

    /// The digits without zeros at their ends, and how many of them stand before the point.
    private static func shortest(_ number: Double) -> (digits: String, point: Int) {
        let parts = number.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = halves.count > 1 && halves[1] != "0" ? String(halves[1]) : ""
        var digits = halves[0] + fraction
        var point = halves[0].count + exponent
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), point)
    }
}

extension RealText {
    /// A FLOAT as the double that has its six shown digits.
    static func single(_ number: Double) -> Double {
        guard number.isFinite, number != 0 else { return number }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { text in
            guard let start = text.baseAddress else { return number }
            _ = withVaList([number]) { vsnprintf(start, 40, "%.6g", $0) }
            return strtod(start, nil)
        }
    }
}
