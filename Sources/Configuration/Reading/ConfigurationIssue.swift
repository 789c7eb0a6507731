/// One thing that is wrong in a configuration or pipeline file, said to the operator before anything starts.
public struct ConfigurationIssue: Error, Sendable, Equatable {
    /// The file as it was named on the command line or in `pipelines:`.
    public let file: String
    /// Line of the offending key or value, from 1; nil when the file could not be read at all.
    public let line: Int?
    /// One line: what is wrong.
    public let what: String
    /// One line: what to do about it.
    public let remedy: String

    public init(file: String, line: Int?, what: String, remedy: String) {
        self.file = file
        self.line = line
        self.what = what
        self.remedy = remedy
    }
}

extension ConfigurationIssue: CustomStringConvertible {
    /// Two lines: place and fault, then the remedy.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(what)\n  remedy: \(remedy)"
    }
}

/// Everything that is wrong in a configuration, in the order of the files. Trying again does not help.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public let issues: [ConfigurationIssue]

    public init(issues: [ConfigurationIssue]) { self.issues = issues }

    public var description: String { issues.map(\.description).joined(separator: "\n") }
}
