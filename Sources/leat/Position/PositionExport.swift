import CommitLog

/// What `leat position export` writes: everything but the records that a queue needs to go on in an empty directory.
/// In JSON its names are in snake case; numbers of topics, sources and partitions are not in it, names are.
struct PositionExport: Codable, Equatable {
    /// Grows when an older `import` would misread the file.
    static let formatVersion = 1

    var formatVersion = Self.formatVersion
    /// When it was made, ISO 8601.
    var exported: String
    /// The version of leat that made it.
    var leat: String
    var log: Log
    var sources: [Source]
    var topics: [Topic]
    var groups: [Group]

    /// The log that it was made from.
    struct Log: Codable, Equatable {
        /// Its identity, which is Kafka's cluster id.
        var id: String
        /// Position after the last frame, number of that frame, and how often the log had been opened.
        var endPosition: UInt64
        var lastSequence: UInt64
        var epoch: UInt32
    }

    struct Source: Codable, Equatable {
        var name: String
        /// nil before the source's first position.
        var checkpoint: Checkpoint?
        /// What is known of its tables; absent when nothing is.
        var definitions: [Definition]?
    }

    /// The place after the last transaction that the queue holds.
    struct Checkpoint: Codable, Equatable {
        var mode: String
        var generation: UInt32
        var file: String
        var offset: UInt64
        var gtid: String
        /// When that transaction was committed, µs since 1970; 0 unknown.
        var commitMicroseconds: Int64
        var server: String
    }

    /// One stored definition, in the storage engine's own form.
    struct Definition: Codable, Equatable {
        var key: String
        /// base64
        var value: String
    }

    struct Topic: Codable, Equatable {
        var name: String
        /// Kafka's topic id.
        var id: String
        var properties: [String: String]
        /// Set at run time; absent when the configuration counts.
        var retention: Retention?
        var partitions: [Partition]
    }

    /// What is absent is as the configuration says.
    struct Retention: Codable, Equatable {
        var milliseconds: Int64?
        var bytes: Int64?
    }

    struct Partition: Codable, Equatable {
        var startOffset: Int64
        var nextOffset: Int64
        /// ms since 1970; absent before the first record.
        var maxTimestamp: Int64?
        var leaderEpochs: [LeaderEpoch]
    }

    struct LeaderEpoch: Codable, Equatable {
        var epoch: Int32
        var startOffset: Int64
    }

    struct Group: Codable, Equatable {
        var name: String
        var offsets: [Offset]
    }

    struct Offset: Codable, Equatable {
        var topic: String
        var partition: Int
        var offset: Int64
        var leaderEpoch: Int32
        var metadata: String
    }

    /// `1 source, 2 topics with 8 partitions, 1 consumer group`
    var summary: String {
        func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        let partitions = topics.reduce(0) { $0 + $1.partitions.count }
        return counted(sources.count, "source") + ", " + counted(topics.count, "topic") + " with "
            + counted(partitions, "partition") + ", " + counted(groups.count, "consumer group")
    }
}
