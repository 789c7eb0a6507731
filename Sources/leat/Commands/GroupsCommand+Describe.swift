import ArgumentParser
import KafkaClient
import KafkaProtocol
import Web

extension GroupsCommand {
    /// A group's place in one partition.
    struct Place: Encodable {
        let topic: String
        let partition: Int32
        /// Nil where nothing is committed yet.
        let committedOffset: Int64?
        let endOffset: Int64?
        let lag: Int64?
        /// The member that reads it; nil while nobody does.
        let owner: String?
    }

    /// One consumer of a group.
    struct Member: Encodable {
        let id: String
        let instance: String?
        let clientID: String
        let host: String
        let partitions: Int
    }

    /// All about one group.
    struct Description: Encodable {
        let name: String
        let state: String
        let strategy: String?
        let members: [Member]
        /// Whom a rebalance waits for; nil when there is none or `leat run` was not reached over HTTP.
        let waitingFor: [GroupBlockerStatus]?
        let partitions: [Place]
    }

    /// `leat groups describe`
    struct Describe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a group's members, its place in each partition and how many records it is behind.",
            discussion: """
                During a rebalance it also shows whom that waits for, if `leat run` answers over HTTP.

                EXAMPLE
                  leat groups describe dashboard
                """
        )

        @Argument(help: "The group's name.")
        var group: String

        @OptionGroup var broker: BrokerOption
        @OptionGroup var running: RunningOptions
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
                let description = Description(
                    name: group,
                    state: known.state,
                    strategy: known.protocolName.isEmpty ? nil : known.protocolName,
                    members: known.members.map(Member.init),
                    waitingFor: known.state.hasSuffix("Rebalance") ? blockers() : nil,
                    partitions: try Self.places(committed, of: known, client)
                )
                let output = StandardOutput()
                try output.finish(format.json ? try JSONOutput.text(description) + "\n" : description.text)
            }
        }

        /// Kafka's protocol does not say whom a rebalance waits for; Leat does over HTTP, if it is Leat.
        private func blockers() -> [GroupBlockerStatus]? {
            let groups = try? running.process().groups()
            return groups?.first { $0.name == group }?.waitingFor
        }

        private static func places(
            _ committed: [TopicPartition: Int64],
            of group: DescribedGroup,
            _ client: KafkaClient
        ) throws -> [Place] {
            var owners: [TopicPartition: String] = [:]
            for member in group.members {
                for topic in ConsumerAssignment(member.assignment)?.topics ?? [] {
                    for partition in topic.partitions {
                        owners[TopicPartition(topic.name, partition)] = member.memberID
                    }
                }
            }
            let all = Set(committed.keys).union(owners.keys)
            let offsets = try PartitionOffsets(of: Array(all), client)
            return all.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }.map { place in
                let offset = committed[place]
                return Place(
                    topic: place.topic,
                    partition: place.partition,
                    committedOffset: offset,
                    endOffset: offsets.ends[place],
                    lag: offset.flatMap { offsets.lag(place, $0) },
                    owner: owners[place]
                )
            }
        }
    }
}

extension GroupsCommand.Member {
    init(_ member: DescribedMember) {
        id = member.memberID
        instance = member.groupInstanceID
        clientID = member.clientID
        host = String(member.clientHost.drop { $0 == "/" })
        partitions = (ConsumerAssignment(member.assignment)?.topics ?? []).reduce(0) { $0 + $1.partitions.count }
    }
}

extension GroupsCommand.Description {
    /// A line about the group, its places, its members, and whom it waits for.
    fileprivate var text: String {
        var table = Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "OWNER", numbers: [1, 2, 3, 4])
        for place in partitions {
            table.add(
                place.topic,
                String(place.partition),
                place.committedOffset.map { String($0) } ?? "-",
                place.endOffset.map { String($0) } ?? "-",
                place.lag.map { String($0) } ?? "-",
                place.owner ?? "-"
            )
        }
        return "group \(name): \(state)\(strategy.map { ", \($0)" } ?? "")\n" + waitingText + "\n" + table.text
            + (members.isEmpty ? "" : "\n" + memberTable.text)
    }

    private var memberTable: Table {
        var table = Table("MEMBER", "CLIENT", "INSTANCE", "HOST", "PARTITIONS", numbers: [4])
        for member in members {
            table.add(member.id, member.clientID, member.instance ?? "-", member.host, String(member.partitions))
        }
        return table
    }

    private var waitingText: String {
        (waitingFor ?? []).map { blocker in
            let who = blocker.clientId.isEmpty ? blocker.id : "\(blocker.id) (\(blocker.clientId), \(blocker.host))"
            let end = Int(blocker.removedSeconds.rounded(.up))
            return "waits for \(who): no \(blocker.missing) yet; removed in \(end) s at the latest\n"
        }.joined()
    }
}
