import ArgumentParser
import CommitLog
import KafkaClient
import KafkaProtocol

extension GroupsCommand {
    /// Where a group goes on in one partition, before and after a reset.
    struct Move: Encodable, Equatable {
        let topic: String
        let partition: Int32
        /// Nil if it had not committed anything there.
        let before: Int64?
        let after: Int64
    }

    /// `leat groups reset`
    struct Reset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets where a group goes on in a topic. The group must have no members.",
            discussion: """
                EXAMPLE
                  leat groups reset dashboard --topic trade.notify.orders --to earliest
                  leat groups reset dashboard --topic trade.notify.orders --to time:2026-11-21T10:00:00Z
                """
        )

        @Argument(help: "The group's name.")
        var group: String

        @Option(help: "The topic whose partitions are set.")
        var topic: String

        @Option(help: "Where the group goes on.")
        var to: StartOffset

        @OptionGroup var broker: BrokerOption
        @OptionGroup var format: JSONOption

        func run() throws {
            try broker.run { client in
                let known = try client.describeGroup(group)
                if !known.members.isEmpty { throw Self.isRunning(group, known.members) }
                let places = try client.partitions(of: topic).map { TopicPartition(topic, $0) }
                let before = try client.committedOffsets(of: group)
                let first = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.earliest)
                let last = try client.listOffsets(places, timestamp: ListOffsetsTimestamp.latest)
                var found: [TopicPartition: Int64] = [:]
                if case .time(let time) = to { found = try client.listOffsets(places, timestamp: time) }
                let moves = places.map { place in
                    Move(
                        topic: topic,
                        partition: place.partition,
                        before: before[place],
                        after: to.offset(
                            in: first[place, default: 0]...max(first[place, default: 0], last[place, default: 0]),
                            found: found[place]
                        )
                    )
                }
                // The broker looks once more whether the group has members.
                let offsets = moves.map { (TopicPartition(topic, $0.partition), $0.after) }
                try client.commitOffsets(Dictionary(uniqueKeysWithValues: offsets), group: group)
                try format.print(moves) { Self.table(moves) }
            }
        }

        private static func isRunning(_ group: String, _ members: [DescribedMember]) -> CommandFailure {
            let names = members.prefix(3).map { "\($0.clientID) at \($0.clientHost.drop { $0 == "/" })" }
            let more = members.count > 3 ? ", …" : ""
            return CommandFailure(
                "group '\(group)' has \(members.count) members (\(names.joined(separator: ", "))\(more)): nothing was set",
                remedy:
                    "stop the group's consumers, then reset it; one that was killed is forgotten after its session timeout",
                code: .notWell
            )
        }

        private static func table(_ moves: [Move]) -> Table {
            var table = Table("TOPIC", "PARTITION", "BEFORE", "AFTER", numbers: [1, 2, 3])
            for move in moves {
                table.add(move.topic, String(move.partition), move.before.map(String.init) ?? "-", String(move.after))
            }
            return table
        }
    }
}

extension StartOffset {
    /// The place in a partition that has these offsets; a number outside of them is taken to the nearest end.
    /// - Parameter found: the first offset at or after a time, −1 if there is none yet.
    func offset(in range: ClosedRange<Int64>, found: Int64?) -> Int64 {
        switch self {
        case .earliest: range.lowerBound
        case .latest: range.upperBound
        case .offset(let offset): min(max(offset, range.lowerBound), range.upperBound)
        case .time: found.map { $0 < 0 ? range.upperBound : $0 } ?? range.upperBound
        }
    }
}
