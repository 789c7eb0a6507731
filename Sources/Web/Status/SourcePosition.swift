/// One line of `/api/position`.
public struct SourcePosition: Codable, Sendable, Equatable {
    public var source: String
    /// `gtid:<set>` or `file:<name>:<position>`; nil while the queue holds nothing of the source.
    public var position: String?

    public init(source: String, position: String?) {
        self.source = source
        self.position = position
    }
}
