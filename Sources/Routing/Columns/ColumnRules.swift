/// What is done with single columns before a record is written.
public struct ColumnRules: Sendable, Equatable {
    /// Left out of the record.
    public var exclude: [String]
    /// Replaced by `****`; NULL stays NULL.
    public var mask: [String]
    /// Replaced by HMAC-SHA-256 under `hashKey` in lower-case hexadecimal; NULL stays NULL.
    public var hash: [String]
    public var hashKey: [UInt8]

    public init(exclude: [String] = [], mask: [String] = [], hash: [String] = [], hashKey: [UInt8] = []) {
        self.exclude = exclude
        self.mask = mask
        self.hash = hash
        self.hashKey = hashKey
    }

    public var isEmpty: Bool { exclude.isEmpty && mask.isEmpty && hash.isEmpty }

    /// - Throws: `invalidRule` when a column stands in two lists, or there is no key to hash with.
    func check() throws(RoutingError) {
        var seen: Set<String> = []
        for name in exclude + mask + hash where !seen.insert(name).inserted {
            throw RoutingError(
                code: .invalidRule, what: "column \(name) stands twice in `columns`",
                remedy: "Leave each column in one of exclude, mask and hash.")
        }
        guard hash.isEmpty || !hashKey.isEmpty else {
            throw RoutingError(
                code: .invalidRule, what: "columns are to be hashed without a key",
                remedy: "Set the key: hash: { columns: […], key: \"${LEAT_HASH_KEY}\" }.")
        }
    }
}
