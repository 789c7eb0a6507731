import ArgumentParser
import KafkaClient
import KafkaProtocol

/// `leat groups`: consumer groups and how far they are behind.
struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Shows consumer groups and how far they are behind, and sets where they go on.",
        discussion: "EXAMPLE\n  leat groups list\n  leat groups describe dashboard",
        subcommands: [List.self, Describe.self, Reset.self]
    )

    /// One group in the list.
    struct Group: Encodable {
        let name: String
        let state: String
    }

    /// A group's place in one partition.
    struct Place: Encodable {
        let topic: String
        let partition: Int32
        let committedOffset: Int64
        let endOffset: Int64
        let lag: Int64
    }

    /// All about one group.
    struct Description: Encodable {
        let name: String
        let state: String
        let members: Int
        let partitions: [Place]
    }

    /// `leat groups list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows each group with its state.",
            discussion: "EXAMPLE\n  leat groups list --json"
        )

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let groups = try client.groups().map { Group(name: $0.groupID, state: $0.state) }
                try format.print(groups) {
                    var table = Table("GROUP", "STATE")
                    for group in groups { table.add(group.name, group.state.isEmpty ? "-" : group.state) }
                    return table
                }
            }
        }
    }

    /// `leat groups describe`
    struct Describe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a group's place in each partition and how many records it is behind.",
            discussion: "EXAMPLE\n  leat groups describe dashboard"
        )

        @Argument(help: "The group's name.")
        var group: String

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let known = try client.describeGroup(group)
                let committed = try client.committedOffsets(of: group)
                if known.state == "Dead", committed.isEmpty {
                    throw CommandFailure(
                        "there is no group '\(group)'",
                        remedy: "`leat groups list` names them",
                        code: .notWell
                    )
                }
                let ends = try client.listOffsets(Array(committed.keys), timestamp: ListOffsetsTimestamp.latest)
                let order = committed.keys.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
                let places = order.map { place in
                    let (offset, end) = (committed[place, default: 0], ends[place, default: 0])
                    return Place(
                        topic: place.topic,
                        partition: place.partition,
                        committedOffset: offset,
                        endOffset: end,
                        lag: Swift.max(0, end - offset)
                    )
                }
                let description = Description(
                    name: group,
                    state: known.state,
                    members: known.members.count,
                    partitions: places
                )
                try format.print(description) { Self.table(places) }
            }
        }

        private static func table(_ places: [Place]) -> Table {
            var table = Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", numbers: [1, 2, 3, 4])
            for place in places {
                table.add(
                    place.topic,
                    String(place.partition),
                    String(place.committedOffset),
                    String(place.endOffset),
                    String(place.lag)
                )
            }
            return table
        }
    }
}
