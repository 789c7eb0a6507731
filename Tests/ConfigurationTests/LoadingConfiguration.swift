import LeatConfiguration

/// The smallest pipeline file.
let smallPipeline = """
    name: notify
    capture:
      - tables: [notify.orders]
    """

/// The smallest configuration, with room for more keys of its source and for further sections.
func configuration(source: String = "", rest: String = "") -> String {
    """
    sources:
      - name: trade
        pipelines: [notify.yaml]
    \(source.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    \(rest)
    """
}

/// Loads `leat.yaml` with `notify.yaml` beside it.
func load(
    _ text: String,
    pipeline: String = smallPipeline,
    environment: [String: String] = [:]
) throws -> LeatConfiguration {
    let files = try TemporaryFiles(["leat.yaml": text, "notify.yaml": pipeline])
    return try LeatConfiguration.load(path: files.path("leat.yaml"), environment: environment)
}

/// The faults of a configuration; empty when there are none. File names are given without their folder.
func issues(
    _ text: String,
    pipeline: String = smallPipeline,
    environment: [String: String] = [:]
) throws -> [ConfigurationIssue] {
    do {
        _ = try load(text, pipeline: pipeline, environment: environment)
        return []
    } catch let error as ConfigurationError {
        return error.issues.map { issue in
            let file = issue.file.split(separator: "/").last.map(String.init) ?? ""
            return ConfigurationIssue(file: file, line: issue.line, what: issue.what, remedy: issue.remedy)
        }
    }
}
