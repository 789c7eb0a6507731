import ArgumentParser
import CommitLog

extension StartOffset: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
    public static var allValueStrings: [String] { forms }
}
