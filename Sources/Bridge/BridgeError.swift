/// Why a source cannot go on, said to an operator: what is wrong, where, and what to do.
public struct BridgeError: Error, Sendable, CustomStringConvertible {
    public let what: String
    public let remedy: String
    /// True when trying again may heal it (a lost connection); false when it waits for an operator.
    public let isRetriable: Bool

    public init(what: String, remedy: String, isRetriable: Bool = false) {
        self.what = what
        self.remedy = remedy
        self.isRetriable = isRetriable
    }

    public var description: String { "\(what); \(remedy)" }

    var problem: SourceBridgeStatus.Problem { SourceBridgeStatus.Problem(what: what, remedy: remedy) }
}
