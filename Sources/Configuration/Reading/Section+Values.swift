extension Section {
    /// The value of `key` as `parse` understands it; the default when the key is missing, and when the value is wrong
    /// (which is reported with what was expected).
    func value<Value>(
        _ key: String,
        default fallback: Value,
        expected: String,
        parse: (String) -> Value?
    ) -> Value {
        guard let field = self[key], let text = field.text() else { return fallback }
        guard let value = parse(text) else {
            field.report("`\(field.path)` is `\(field.written)`, which is not \(expected)", remedy: "write \(expected)")
            return fallback
        }
        return value
    }

    func text(_ key: String, default fallback: String) -> String {
        value(key, default: fallback, expected: "a text") { $0.isEmpty ? nil : $0 }
    }

    /// A text that may be missing and, once written, may not be empty.
    func text(_ key: String) -> String? {
        value(key, default: nil, expected: "a text") { $0.isEmpty ? nil : .some($0) }
    }

    /// A text that may also be empty: `password: ""`.
    func anyText(_ key: String, default fallback: String) -> String {
        self[key]?.text() ?? fallback
    }

    func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        value(key, default: fallback, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func boolean(_ key: String, default fallback: Bool) -> Bool {
        value(key, default: fallback, expected: "true or false") { $0 == "true" ? true : $0 == "false" ? false : nil }
    }

    func bytes(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        let expected =
            "a size from \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound)), such as 64MiB"
        return value(key, default: fallback, expected: expected) {
            ByteSize.parse($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func duration(_ key: String, default fallback: Duration, in range: ClosedRange<Duration>) -> Duration {
        let expected =
            "a time from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound)), "
            + "such as 100ms or 30s"
        return value(key, default: fallback, expected: expected) {
            DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// One of a fixed set of words; words in `later` are told apart from mistakes.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        default fallback: Choice,
        later: [String] = []
    ) -> Choice {
        guard let field = self[key], let text = field.text() else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        if later.contains(text) {
            field.reportNotYet("`\(field.path): \(text)`", instead: "use \(words.joined(separator: ", "))")
            return fallback
        }
        let nearest = EditDistance.nearest(to: text, in: words).map { "did you mean `\($0)`? " } ?? ""
        field.report(
            "`\(field.path)` is `\(field.written)`, which is no value of it",
            remedy: "\(nearest)possible: \(words.joined(separator: ", "))"
        )
        return fallback
    }

    /// A list of texts; empty when the key is missing.
    func texts(_ key: String) -> [Field] { self[key]?.items() ?? [] }

    /// A list of names, none of them empty; empty when the key is missing.
    func names(_ key: String) -> [String] {
        texts(key).compactMap { field in
            guard let text = field.text() else { return nil }
            if text.isEmpty { field.report("`\(field.path)` is empty", remedy: "name a column") }
            return text
        }
    }
}
