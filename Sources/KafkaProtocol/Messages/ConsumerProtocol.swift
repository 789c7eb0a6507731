/// The topics that a consumer tells its group's leader it wants, out of its metadata.
///
///     version i16   topics count i32, each (length i16, UTF-8)   user data (length i32)   from version 1: owned …
///
/// Source: Kafka's message definition `ConsumerProtocolSubscription.json`, versions 0–3; only the topics are read.
public struct ConsumerSubscription: Sendable, Equatable {
    /// In the consumer's order.
    public var topics: [String] = []

    /// Nil when the bytes are no such thing: other kinds of members use groups too.
    public init?(_ metadata: [UInt8]) {
        guard let topics = Self.read(metadata) else { return nil }
        self.topics = topics
    }

    private static func read(_ metadata: [UInt8]) -> [String]? {
        metadata.withUnsafeBytes { bytes in
            var reader = KafkaReader(bytes, version: 0, isFlexible: false)
            do throws(KafkaProtocolError) {
                var (version, topics): (Int16, [String]) = (0, [])
                try reader.int16(&version)
                guard version >= 0 else { return nil }
                try reader.stringArray(&topics)
                return topics
            } catch {
                return nil
            }
        }
    }
}

/// The partitions that the leader of a group of consumers gave to one of them.
///
///     version i16   count i32, each: topic (length i16, UTF-8), partitions (count i32, i32 each)   user data
///
/// Source: Kafka's message definition `ConsumerProtocolAssignment.json`, versions 0–3.
public struct ConsumerAssignment: Sendable, Equatable {
    /// The partitions of one topic.
    public struct Topic: KafkaStructure {
        public var name = ""
        public var partitions: [Int32] = []

        public init() {}

        public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
            try coder.string(&name)
            try coder.int32Array(&partitions)
        }
    }

    public var topics: [Topic] = []

    /// Nil when the bytes are no such thing. No bytes are an assignment of nothing.
    public init?(_ assignment: [UInt8]) {
        if assignment.isEmpty { return }
        guard let topics = Self.read(assignment) else { return nil }
        self.topics = topics
    }

    private static func read(_ assignment: [UInt8]) -> [Topic]? {
        assignment.withUnsafeBytes { bytes in
            var reader = KafkaReader(bytes, version: 0, isFlexible: false)
            do throws(KafkaProtocolError) {
                var (version, topics): (Int16, [Topic]) = (0, [])
                try reader.int16(&version)
                guard version >= 0 else { return nil }
                try reader.array(&topics)
                return topics
            } catch {
                return nil
            }
        }
    }
}
