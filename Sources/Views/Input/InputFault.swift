/// Why records cannot be turned back into rows.
public struct InputFault: Error, Sendable, Equatable {
    /// One line of what.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }
}
