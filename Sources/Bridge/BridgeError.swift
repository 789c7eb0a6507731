/// Why a source cannot go on, said to an operator: what is wrong, where, and what to do.
public struct BridgeError: Error, Sendable, CustomStringConvertible {
    public let what: String
    public let remedy: String
    /// True when trying again may heal it (a lost connection); false when it waits for an operator.
    public let isRetriable: Bool
    /// True when reading the same again, each transaction by itself, gets further.
    let isWorthCarefulReading: Bool
    /// True when the server says that our replica id is taken.
    let isServerIDClash: Bool

    public init(what: String, remedy: String, isRetriable: Bool = false) {
        self.init(what: what, remedy: remedy, isRetriable: isRetriable, isWorthCarefulReading: false)
    }

    init(
        what: String, remedy: String, isRetriable: Bool = false, isWorthCarefulReading: Bool,
        isServerIDClash: Bool = false
    ) {
        self.isWorthCarefulReading = isWorthCarefulReading
        self.isServerIDClash = isServerIDClash
        self.what = what
        self.remedy = remedy
        self.isRetriable = isRetriable
    }

    public var description: String { "\(what); \(remedy)" }

    var problem: SourceBridgeStatus.Problem { SourceBridgeStatus.Problem(what: what, remedy: remedy) }
}
