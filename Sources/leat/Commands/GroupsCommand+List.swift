import ArgumentParser
import KafkaClient
import KafkaProtocol

extension GroupsCommand {
    /// One group in the list.
    struct Group: Encodable {
        let name: String
        let state: String
        let members: Int
        /// Records that are committed as read by nobody of the group, over the partitions where it has a place.
        let lag: Int64
    }

    /// `leat groups list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows each group with its state, its members and how many records it is behind.",
            discussion: "EXAMPLE\n  leat groups list --json"
        )

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let names = try client.groups().map(\.groupID)
                let known = try client.describeGroups(names)
                let committed = try client.committedOffsets(ofGroups: names)
                let places = Set(committed.values.flatMap(\.keys))
                let offsets = try PartitionOffsets(of: Array(places), client)
                let groups = names.map { name in
                    let lag = committed[name, default: [:]].reduce(Int64(0)) {
                        $0 + (offsets.lag($1.key, $1.value) ?? 0)
                    }
                    let group = known[name]
                    return Group(name: name, state: group?.state ?? "", members: group?.members.count ?? 0, lag: lag)
                }
                try format.print(groups) {
                    var table = Table("GROUP", "STATE", "MEMBERS", "LAG", numbers: [2, 3])
                    for group in groups {
                        let state = group.state.isEmpty ? "-" : group.state
                        table.add(group.name, state, String(group.members), String(group.lag))
                    }
                    return table
                }
            }
        }
    }

    /// First and next offsets of partitions, asked at one moment.
    struct PartitionOffsets {
        let starts: [TopicPartition: Int64]
        let ends: [TopicPartition: Int64]

        /// Topics that are gone are left out: a group may have read them.
        init(of places: [TopicPartition], _ client: KafkaClient) throws {
            let topics = try client.metadata().topics.filter { $0.errorCode.isSuccess }
            let there = Set(
                topics.flatMap { topic in topic.partitions.map { TopicPartition(topic.name ?? "", $0.index) } })
            let asked = places.filter(there.contains)
            starts = try client.listOffsets(asked, timestamp: ListOffsetsTimestamp.earliest)
            ends = try client.listOffsets(asked, timestamp: ListOffsetsTimestamp.latest)
        }

        /// Records from a committed offset to the end; what retention has deleted does not count. Nil for a partition
        /// that is gone.
        func lag(_ place: TopicPartition, _ committed: Int64) -> Int64? {
            ends[place].map { Swift.max(0, $0 - Swift.max(committed, starts[place, default: 0])) }
        }
    }
}
