import Glibc

/// What the caller asked for: a name, then `key=value` pairs.
struct Arguments {
    let name: String
    private let values: [String: String]

    init(_ words: [String]) {
        name = words.first ?? ""
        var values: [String: String] = [:]
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        self.values = values
    }

    func number(_ key: String, default standard: Int) -> Int { values[key].flatMap { Int($0) } ?? standard }

    func text(_ key: String, default standard: String) -> String { values[key] ?? standard }

    func text(_ key: String) throws -> String {
        guard let value = values[key] else { throw BenchmarkError(what: "\(name) needs \(key)=…") }
        return value
    }
}

/// Why a benchmark could not be carried out.
struct BenchmarkError: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}
