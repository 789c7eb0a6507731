extension OutboxConfiguration {
    /// Nil when a key is missing, which is reported.
    init?(_ section: Section) {
        func column(_ name: String) -> String? {
            section.required(name, remedy: "name the column that holds it: \(name): …").flatMap { $0.text() }
        }
        // Both are known before either is missed: neither is the other mistyped.
        _ = (section["topic"], section["topics"])
        let topic = column("topic")
        let key = section.text("key")
        let value = column("value")
        let headers = section.names("headers")
        let when = section["when"].flatMap { $0.expression() }
        let remedy = "list patterns of the topics that rows may name: topics: [\"order-*\"]"
        var topics: [String] = []
        if let field = section.required("topics", remedy: remedy), let items = field.items() {
            if items.isEmpty { field.report("`\(field.path)` is empty", remedy: remedy) }
            topics = items.compactMap(Self.pattern)
        }
        let deadLetter = section.required(
            "dead_letter", remedy: "name the topic for messages whose topic is not allowed: dead_letter: notify.dead"
        ).flatMap(Self.topicName)
        section.finish()
        guard let topic, let value, let deadLetter else { return nil }
        self.init(topic: topic, value: value, topics: topics, deadLetter: deadLetter)
        self.key = key
        self.headers = headers
        self.when = when
    }

    private static func pattern(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 == UInt8(ascii: "*") || TopicName.isLegal($0) }) else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which can match no topic",
                remedy: "use letters, digits, `.`, `_`, `-`, and * for any characters"
            )
            return nil
        }
        return text
    }

    private static func topicName(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard TopicName.isLegal(text) else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which no topic can be named",
                remedy: "use 1 to \(TopicName.lengthMax) letters, digits, `.`, `_` and `-`"
            )
            return nil
        }
        return text
    }
}
