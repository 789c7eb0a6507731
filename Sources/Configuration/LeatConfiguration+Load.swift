import Access
import Yams

/// What `${NAME}` means when no such variable is set.
public enum UnsetVariables: Sendable {
    case areFaults
    case areEmpty
}

extension LeatConfiguration {
    /// Reads a configuration file and every pipeline file that it names.
    ///
    /// - Parameters:
    ///   - path: the file, as it shall be named in messages.
    ///   - workingDirectory: where relative paths of pipeline files are looked for first; then beside `path`.
    ///   - environment: the variables that `${NAME}` may name.
    ///   - unsetVariables: what a variable that is not set means. Commands that only look for an address or a folder
    ///     need not know the passwords.
    /// - Throws: `ConfigurationError` with every fault found. Trying again does not help.
    public static func load(
        path: String,
        workingDirectory: String = ".",
        environment: [String: String],
        unsetVariables: UnsetVariables = .areFaults
    ) throws(ConfigurationError) -> LeatConfiguration {
        let reading = ConfigurationReading(
            environment: environment,
            workingDirectory: workingDirectory,
            unsetVariables: unsetVariables
        )
        var configuration = LeatConfiguration()
        if let file = YAMLFile.read(path, reading: reading) {
            configuration = LeatConfiguration(file: file)
        }
        if !reading.issues.isEmpty { throw ConfigurationError(issues: reading.issues) }
        return configuration
    }

    private init(file: Field) {
        self.init()
        guard let section = file.section() else { return }
        let insecure = section.boolean("insecure", default: false)
        sources = Self.sources(section)
        users = User.list(section["users"])
        if let field = section["queue"], let queue = field.section() { self.queue = QueueConfiguration(queue) }
        if let field = section["kafka"], let kafka = field.section() {
            self.kafka = KafkaConfiguration(kafka, insecure: insecure, users: users)
        }
        if let field = section["http"], let http = field.section() {
            self.http = HTTPConfiguration(http, insecure: insecure, users: users)
        }
        if let log = section["log"]?.section() { self.log = LogConfiguration(log) }
        section.notYet("views")
        section.finish()
    }

    private static func sources(_ section: Section) -> [SourceConfiguration] {
        // `sources: []` is a queue for clients alone; a file that does not say so has forgotten them.
        let remedy = "add `sources:` with one entry for each database: name, host, user, password, pipelines"
        guard let field = section.required("sources", remedy: remedy), let items = field.items() else { return [] }
        var sources: [SourceConfiguration] = []
        for item in items {
            guard let section = item.section(), let source = SourceConfiguration(section) else { continue }
            if sources.contains(where: { $0.name == source.name }) {
                item.report("two sources are named `\(source.name)`", remedy: "give each source a name of its own")
            }
            sources.append(source)
        }
        return sources
    }
}
