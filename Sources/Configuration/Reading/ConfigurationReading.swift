/// One load of a configuration with all its files: what it may look at, and what it found wrong so far.
///
/// Reading goes on after a fault, with the default in the place of the wrong value, so that the operator sees all
/// faults at once. The result counts only when `issues` is empty.
final class ConfigurationReading {
    /// The variables that `${NAME}` may name.
    let environment: [String: String]
    /// Relative paths of pipeline files count from here first.
    let workingDirectory: String
    let unsetVariables: UnsetVariables
    private(set) var issues: [ConfigurationIssue] = []

    init(environment: [String: String], workingDirectory: String, unsetVariables: UnsetVariables) {
        self.environment = environment
        self.unsetVariables = unsetVariables
        self.workingDirectory = workingDirectory
    }

    func report(_ what: String, remedy: String, file: String, line: Int?) {
        let issue = ConfigurationIssue(file: file, line: line, what: what, remedy: remedy)
        // A pipeline file that two sources share is read twice; its faults are said once.
        if !issues.contains(issue) { issues.append(issue) }
    }
}
