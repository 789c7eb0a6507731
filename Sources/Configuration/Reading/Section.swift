import Yams

/// The keys below one name of a configuration file. It remembers which keys were asked for; what is left over at
/// `finish()` is a key that nobody knows, and is reported with the nearest right one.
final class Section {
    let field: Field
    private var values: [String: Field] = [:]
    private var keys: [(name: String, line: Int?)] = []
    private var known: [String] = []

    init(field: Field, mapping: Node.Mapping) {
        self.field = field
        for (key, value) in mapping {
            let name = key.scalar?.string ?? "?"
            let path = field.path.isEmpty ? name : "\(field.path).\(name)"
            keys.append((name, key.mark?.line))
            values[name] = Field(reading: field.reading, file: field.file, path: path, node: value)
        }
    }

    /// The value of a key, if it is there.
    subscript(_ key: String) -> Field? {
        known.append(key)
        return values[key]
    }

    /// All keys with their values, in the order of the file, where the names are the operator's own.
    func entries() -> [(name: String, value: Field)] {
        known += keys.map(\.name)
        return keys.compactMap { key in values[key.name].map { (key.name, $0) } }
    }

    /// The value of a key that must be there; nil (and an issue) when it is not.
    func required(_ key: String, remedy: String) -> Field? {
        guard let value = self[key] else {
            // Mistyped rather than missing: `finish()` says so, with the line.
            if keys.contains(where: { !known.contains($0.name) && EditDistance.nearest(to: $0.name, in: [key]) != nil })
            {
                return nil
            }
            let place = field.path.isEmpty ? "the file" : "`\(field.path)`"
            field.report("\(place) has no `\(key)`", remedy: remedy)
            return nil
        }
        return value
    }

    /// Refuses keys that the contract names and this version does not carry out.
    func notYet(_ names: String...) {
        for name in names {
            guard let value = self[name] else { continue }
            // An empty list or section asks for nothing.
            if let list = value.node.sequence, list.isEmpty { continue }
            if let mapping = value.node.mapping, mapping.isEmpty { continue }
            let line = keys.first { $0.name == name }?.line
            field.reading.report(
                "`\(value.path)` is not in this version yet",
                remedy: "remove the key `\(name)`",
                file: field.file,
                line: line
            )
        }
    }

    /// Reports those of the keys that stand beside `other`, which leaves them without meaning.
    func refuse(_ names: String..., with other: String) {
        for name in names where values[name] != nil {
            field.reading.report(
                "`\(name)` has no meaning beside `\(other)`",
                remedy: "remove the key `\(name)`",
                file: field.file,
                line: keys.first { $0.name == name }?.line
            )
        }
    }

    /// Reports every key that was never asked for.
    func finish() {
        for key in keys where !known.contains(key.name) {
            let place = field.path.isEmpty ? "" : " in `\(field.path)`"
            let remedy: String
            if let nearest = EditDistance.nearest(to: key.name, in: known) {
                remedy = "did you mean `\(nearest)`?"
            } else {
                remedy = "the keys here are: \(known.joined(separator: ", "))"
            }
            field.reading.report("unknown key `\(key.name)`\(place)", remedy: remedy, file: field.file, line: key.line)
        }
    }
}
