import Bytes
import Threads

extension CommitLog {
    /// The topic with this name, once its creation is durable.
    public func topic(named name: String) -> TopicDefinition? { shared.state.withLock { $0.topic(named: name) } }

    /// All topics in the order of their creation.
    public func topics() -> [TopicDefinition] { shared.state.withLock { $0.topics } }

    /// Makes a topic and waits until it is durable. If it exists with the same partitions and properties, it is
    /// returned.
    /// - Throws: `topicMismatch` if it exists otherwise, `invalidArgument` for a bad name or number, or what stopped
    ///   the log.
    public func createTopic(
        name: String,
        partitions: Int,
        properties: [String: String] = [:]
    ) throws(CommitLogError) -> TopicDefinition {
        try checkTopic(name, properties)
        return try exclusively { () throws(CommitLogError) in
            if let topic = topic(named: name) { return try same(topic, partitions, properties) }
            let topic = try newTopic(name, partitions, properties)
            try appendDurably(.topic) { topic.write(into: &$0) }
            return topic
        }
    }

    private func same(
        _ topic: TopicDefinition,
        _ partitions: Int,
        _ properties: [String: String]
    ) throws(CommitLogError) -> TopicDefinition {
        if topic.partitions.count == partitions && topic.properties == properties { return topic }
        if topic.isMadeByClient, let source = properties["source"] {
            throw CommitLogError(
                .topicMismatch,
                "topic '\(topic.name)' was made by a Kafka client, so source '\(source)' cannot feed it",
                remedy: "give the source's topics another name, or delete this topic with a Kafka client"
            )
        }
        let old = topic.partitions.count == partitions ? "\(topic.properties)" : "\(topic.partitions.count) partitions"
        let new = topic.partitions.count == partitions ? "\(properties)" : "\(partitions)"
        throw CommitLogError(
            .topicMismatch,
            "topic '\(topic.name)' exists with \(old), not \(new)",
            remedy: "these are fixed for a topic's life: keep them, or use a new topic name"
        )
    }

    /// The number of a source, given and made durable at its first call.
    public func registerSource(named name: String) throws(CommitLogError) -> SourceID {
        guard !name.isEmpty, name.utf8.count <= 255 else {
            throw CommitLogError(
                .invalidArgument,
                "a source name has 1 to 255 bytes",
                remedy: "choose another name for the source"
            )
        }
        return try exclusively { () throws(CommitLogError) in
            let (known, next) = shared.state.withLock { ($0.source(named: name), $0.nextSourceID) }
            if let known { return known.id }
            try appendDurably(.source) { SourceRecord(id: next, name: name).write(into: &$0) }
            return next
        }
    }

    /// Names and numbers of all sources.
    public func sources() -> [(id: SourceID, name: String)] {
        shared.state.withLock { $0.sources.map { ($0.id, $0.name) } }
    }

    /// A source's merged checkpoint as of the visible end; nil if it has none or is unknown.
    public func sourceState(_ id: SourceID) -> [UInt8]? {
        shared.state.withLock { $0.source(id) }.flatMap { $0.state.isEmpty ? nil : $0.state }
    }

    /// Blocks until something of the source is visible.
    /// - Returns: false if the time passed or the log stopped.
    public func waitForSourceState(_ id: SourceID, milliseconds: Int) -> Bool {
        let deadline = monotonicMicroseconds() + Int64(milliseconds) * 1000
        while true {
            let generation = shared.watermark.generation
            if sourceState(id) != nil { return true }
            if failure != nil { return false }
            guard shared.watermark.wait(after: generation, deadlineMicroseconds: deadline) else {
                return sourceState(id) != nil
            }
        }
    }

    /// What frames of this source have said of its tables, by key, as of the visible end.
    public func sourceDefinitions(_ id: SourceID) -> [String: [UInt8]] {
        shared.state.withLock { $0.definitions[id] ?? [:] }
    }

    func exclusively<Value>(_ body: () throws(CommitLogError) -> Value) throws(CommitLogError) -> Value {
        try definitions.withLock { (_) throws(CommitLogError) in try body() }
    }

    /// Appends a frame without records and waits for its fdatasync.
    func appendDurably(_ kind: FrameKind, _ body: (inout ByteWriter) -> Void) throws(CommitLogError) {
        let answer = ConditionLock<Result<Void, CommitLogError>?>(nil)
        try appendControl(kind, body) { result in
            answer.withLock { $0 = result }
            answer.signal()
        }
        if isStepped { while answer.withLock({ $0 == nil }), step() == .worked {} }
        let result = answer.whenReady(timeoutMilliseconds: isStepped ? 0 : nil, { $0 != nil }) { $0 }
        guard let result else {
            throw CommitLogError(.busy, "the writer has not come to it", remedy: "let the writer take more turns")
        }
        try result.get()
    }

    /// Appends a frame without records.
    func appendControl(
        _ kind: FrameKind,
        _ body: (inout ByteWriter) -> Void,
        completion: @escaping @Sendable (Result<Void, CommitLogError>) -> Void
    ) throws(CommitLogError) {
        let frame = shared.pool.take()
        frame.kind = kind
        body(&frame.checkpoint)
        guard frame.frameLength <= shared.configuration.frameBytesMax else {
            throw invalid("a \(kind) frame of \(frame.frameLength) bytes is over the limit")
        }
        frame.completion = completion
        try shared.queue.appendControl(frame)
    }
}
