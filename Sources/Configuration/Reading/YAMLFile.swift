import Yams

/// A YAML file as a tree of values that know their lines.
enum YAMLFile {
    /// The content of a file; nil (and an issue) when it cannot be read or is no YAML.
    ///
    /// - Parameter referrer: the value that named this file, so that a missing file is reported where it is named.
    static func read(_ path: String, reading: ConfigurationReading, referrer: Field? = nil) -> Field? {
        let text: String
        do {
            text = try TextFile.read(path)
        } catch {
            if let referrer {
                referrer.report("`\(referrer.path)` names \(path): \(error.what)", remedy: error.remedy)
            } else {
                reading.report(error.what, remedy: error.remedy, file: path, line: nil)
            }
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else {
                reading.report("the file is empty", remedy: "see the shipped example", file: path, line: 1)
                return nil
            }
            return Field(reading: reading, file: path, path: "", node: node)
        } catch {
            let (line, problem) = fault(error)
            reading.report(
                "this is not YAML: \(problem)",
                remedy: "check indentation, quotes and brackets at this place",
                file: path,
                line: line
            )
            return nil
        }
    }

    private static func fault(_ error: any Error) -> (line: Int?, problem: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "the key \(duplicates.map(\.self).sorted().joined(separator: ", ")) stands twice")
        default:
            (nil, "\(error)".split(separator: "\n").joined(separator: " "))
        }
    }
}
