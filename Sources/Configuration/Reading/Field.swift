import Yams

/// One value of a configuration file together with the place where it stands.
struct Field {
    let reading: ConfigurationReading
    let file: String
    /// Where the value stands in the file's own words: `sources[0].port`; empty for the whole file.
    let path: String
    let node: Node

    /// Line of the value, from 1.
    var line: Int? { node.mark?.line }

    /// The text as written, for messages: variables are not replaced, so that no secret is printed.
    var written: String { node.scalar?.string ?? "" }

    func report(_ what: String, remedy: String) {
        reading.report(what, remedy: remedy, file: file, line: line)
    }

    /// Says that the contract knows this and the running version does not.
    func reportNotYet(_ subject: String, instead: String) {
        report("\(subject) is not in this version yet", remedy: instead)
    }

    /// The scalar with its variables replaced; nil (and an issue) when it is a list, a section or empty, or names a
    /// variable that is not set. A `null` written plainly counts as text: `zero_date: null` is a mode by that name.
    func text() -> String? {
        guard let scalar = node.scalar else {
            report("`\(path)` is a \(kind), a single value belongs here", remedy: "write `\(path)` as one value")
            return nil
        }
        if scalar.string.isEmpty, scalar.style == .plain {
            report("`\(path)` has no value", remedy: "give it a value, or remove the key to get the default")
            return nil
        }
        do {
            return try EnvironmentSubstitution.substitute(
                in: scalar.string,
                environment: reading.environment,
                unset: reading.unsetVariables
            )
        } catch {
            report("`\(path)`: \(error.what)", remedy: error.remedy)
            return nil
        }
    }

    /// The elements of a list; nil (and an issue) when this is no list.
    func items() -> [Field]? {
        guard let sequence = node.sequence else {
            report(
                "`\(path)` is a \(kind), a list belongs here",
                remedy: "write it as a list: [ … ], or lines that begin with -"
            )
            return nil
        }
        return sequence.enumerated().map { index, element in
            Field(reading: reading, file: file, path: "\(path)[\(index)]", node: element)
        }
    }

    /// The keys and values of a section; nil (and an issue) when this is no section.
    func section() -> Section? {
        guard let mapping = node.mapping else {
            let name = path.isEmpty ? "the file" : "`\(path)`"
            report(
                "\(name) is a \(kind), a section with keys belongs here",
                remedy: "write `key: value` lines below it"
            )
            return nil
        }
        return Section(field: self, mapping: mapping)
    }

    private var kind: String {
        switch node {
        case .mapping: "section"
        case .sequence: "list"
        case .scalar, .alias: "single value"
        }
    }
}
