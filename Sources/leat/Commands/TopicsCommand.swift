import ArgumentParser
import KafkaClient
import KafkaProtocol

/// `leat topics`: the topics of a broker.
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Shows topics and their offsets.",
        discussion: "EXAMPLE\n  leat topics list\n  leat topics describe trade.notify.orders",
        subcommands: [List.self, Describe.self]
    )

    /// One topic in the list.
    struct Topic: Encodable {
        let name: String
        let partitions: Int
        /// Records that can be read now.
        let records: Int64
        /// The source that feeds it; nil for a topic that clients write to.
        let fedBy: String?
        /// How long and how much is kept; nil without a limit.
        let retentionMilliseconds: Int64?
        let retentionBytes: Int64?
    }

    /// One partition of a topic.
    struct Partition: Encodable {
        let partition: Int32
        let startOffset: Int64
        let endOffset: Int64
        let leader: Int32
    }

    /// `leat topics list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Shows each topic with its partitions, the records that can be read, who feeds it, and what is kept.",
            discussion: "EXAMPLE\n  leat topics list -b 127.0.0.1:9092"
        )

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let known = try client.metadata().topics.filter { $0.errorCode.isSuccess }
                let places = known.flatMap { topic in
                    topic.partitions.map { TopicPartition(topic.name ?? "", $0.index) }
                }
                let first = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.earliest)
                let last = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.latest)
                let settings = try TopicSettings(known.compactMap(\.name), client)
                let topics = known.map { topic in
                    let name = topic.name ?? ""
                    let records = topic.partitions.reduce(into: Int64(0)) { sum, partition in
                        let place = TopicPartition(name, partition.index)
                        sum += last[place, default: 0] - first[place, default: 0]
                    }
                    return Topic(
                        name: name,
                        partitions: topic.partitions.count,
                        records: records,
                        fedBy: settings.source(of: name),
                        retentionMilliseconds: settings.milliseconds(of: name),
                        retentionBytes: settings.bytes(of: name)
                    )
                }.sorted { $0.name < $1.name }
                try format.print(topics) {
                    var table = Table("TOPIC", "PARTITIONS", "RECORDS", "FED BY", "KEPT", numbers: [1, 2])
                    for topic in topics {
                        table.add(
                            topic.name,
                            String(topic.partitions),
                            String(topic.records),
                            topic.fedBy ?? "clients",
                            settings.kept(topic.name)
                        )
                    }
                    return table
                }
            }
        }
    }

    /// `leat topics describe`
    struct Describe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the partitions of a topic with their first and next offsets.",
            discussion: "EXAMPLE\n  leat topics describe trade.notify.orders"
        )

        @Argument(help: "The topic's name.")
        var topic: String

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let places = try client.partitions(of: topic).map { TopicPartition(topic, $0) }
                let first = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.earliest)
                let last = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.latest)
                let known = try client.metadata(topics: [topic]).topics.first?.partitions ?? []
                let partitions = places.map { place in
                    Partition(
                        partition: place.partition,
                        startOffset: first[place, default: 0],
                        endOffset: last[place, default: 0],
                        leader: known.first { $0.index == place.partition }?.leaderID ?? -1
                    )
                }
                try format.print(partitions) {
                    var table = Table("PARTITION", "START", "END", "RECORDS", "LEADER", numbers: [0, 1, 2, 3, 4])
                    for row in partitions {
                        table.add(
                            String(row.partition),
                            String(row.startOffset),
                            String(row.endOffset),
                            String(row.endOffset - row.startOffset),
                            String(row.leader)
                        )
                    }
                    return table
                }
            }
        }
    }
}
