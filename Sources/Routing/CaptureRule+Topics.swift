extension CaptureRule {
    /// Whether the rule may have made a topic, going by its name: for settings that belong to topics and stand at the
    /// rule. Asked seldom.
    public func mayMake(topic: String, source: String) -> Bool {
        if let outbox {
            return topic == outbox.deadLetter
                || topic.utf8.withContiguousStorageIfAvailable { name in
                    outbox.topics.contains { $0.matches(UnsafeRawBufferPointer(name)) }
                }
                    ?? outbox.topics.contains { pattern in
                        Array(topic.utf8).withUnsafeBytes { pattern.matches($0) }
                    }
        }
        return self.topic.readings(of: topic, source: source).contains { reading in
            tables.contains { $0.mayMatch(database: reading.database, table: reading.table) }
        }
    }
}

extension TopicTemplate {
    /// A way in which the template gives a topic's name; nil for what does not occur in it.
    struct Reading: Equatable {
        var database: String?
        var table: String?
    }

    /// Names hold dots and anything else, so there may be several ways.
    func readings(of name: String, source: String) -> [Reading] {
        var found: [Reading] = []
        read(name[...], from: 0, source: source, Reading(), &found)
        return found
    }

    private func read(
        _ rest: Substring,
        from index: Int,
        source: String,
        _ reading: Reading,
        _ found: inout [Reading]
    ) {
        guard index < parts.count else {
            if rest.isEmpty { found.append(reading) }
            return
        }
        func literal(_ text: String, _ reading: Reading) {
            guard rest.hasPrefix(text), !text.isEmpty else { return }
            read(rest.dropFirst(text.count), from: index + 1, source: source, reading, &found)
        }
        func field(_ path: WritableKeyPath<Reading, String?>) {
            if let known = reading[keyPath: path] { return literal(known, reading) }
            for end in rest.indices.map({ rest.index(after: $0) }) {
                var next = reading
                next[keyPath: path] = String(rest[..<end])
                read(rest[end...], from: index + 1, source: source, next, &found)
            }
        }
        switch parts[index] {
        case .text(let text): literal(text, reading)
        case .source: literal(source, reading)
        case .database: field(\.database)
        case .table: field(\.table)
        }
    }
}

extension TablePattern {
    /// Whether the pattern may mean a table of which not everything is known.
    func mayMatch(database: String?, table: String?) -> Bool {
        switch form {
        case .parts(let databases, let tables):
            (database.map { databases.matches($0) } ?? true) && (table.map { tables.matches($0) } ?? true)
        case .expression:
            if let database, let table { matches(database: database, table: table) } else { true }
        }
    }
}
