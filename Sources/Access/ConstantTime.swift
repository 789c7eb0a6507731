/// Comparisons that take as long for a near miss as for a far one, so that nobody finds a secret byte by byte.
enum ConstantTime {
    /// The lengths are no secret.
    static func areEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (a, b) in zip(left, right) { difference |= a ^ b }
        return difference == 0
    }
}
