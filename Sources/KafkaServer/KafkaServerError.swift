/// Why the server could not start: what happened and what to do about it.
public struct KafkaServerError: Error, Equatable, CustomStringConvertible {
    /// One line of what happened, with address and port.
    public let what: String
    /// One line of what to do.
    public let remedy: String

    public var description: String { "\(what)\n\(remedy)" }
}
