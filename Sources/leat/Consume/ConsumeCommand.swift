import ArgumentParser
import Bytes
import CommitLog
import KafkaClient
import KafkaProtocol
import RecordBatch

/// `leat consume`: the records of a topic on standard output, from any Kafka broker.
struct ConsumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Prints the records of a topic, one a line.",
        discussion: """
            Partitions are read side by side; within each the records come in order. Goes on until Ctrl-C, unless \
            --max or --exit-at-end says otherwise. A record without a value prints null.

            EXAMPLE
              leat consume trade.notify.orders --from earliest --exit-at-end --format json
              leat consume trade.notify.orders --from time:2026-11-21T08:00:00Z --partition 3 | head
            """
    )

    @Argument(help: "The topic's name.")
    var topic: String

    @OptionGroup var broker: BrokerOption

    @Option(name: .long, help: "Where to begin.")
    var from = StartOffset.earliest

    @Option(name: .long, help: ArgumentHelp("End after this many records.", valueName: "count"))
    var max: Int?

    @Flag(name: [.customShort("e"), .long], help: "End when everything that was there at the start has been read.")
    var exitAtEnd = false

    @Option(
        name: .long,
        help: ArgumentHelp("Read this partition alone; may be given several times.", valueName: "number")
    )
    var partition: [Int32] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Begin where this consumer group has got to, --from where it has no place yet, and save its place.",
            valueName: "name"
        )
    )
    var group: String?

    @Option(name: .long, help: "What a line holds: the value alone, or all of the record as JSON.")
    var format = RecordFormat.value

    func validate() throws {
        if let max, max < 0 { throw ValidationError("--max is not negative") }
    }

    func run() throws {
        let interruption = Interruption()
        let output = StandardOutput()
        try broker.run { client in
            let reader = try TopicReader(client, topic: topic, partitions: partition)
            try reader.seek(from, group: group)
            if exitAtEnd { try reader.endHere() }
            var left = max ?? Int.max
            var line = ByteWriter(capacity: 4096)
            do {
                while left > 0, !reader.isAtEnd, !interruption.hasCome {
                    try reader.read { partition, record in
                        format.write(record, topic: topic, partition: partition, line: &line, to: output)
                        try output.endLine()
                        left -= 1
                        return left > 0
                    }
                    try output.flush()
                    try reader.savePlace()
                }
                try output.flush()
            } catch let closed as OutputClosed {
                // What the reader of our output has not taken counts as not read: the place stays where it was.
                throw closed
            }
            try reader.savePlace(atOnce: true)
        }
    }
}
