import ArgumentParser
import Binlog
import Bridge
import ChangeEvents
import Routing

/// `leat decode`
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Prints the row changes in binlog files as JSON lines; needs no server.",
        discussion: """
            Takes files as they lie on the server, compressed or not, also the one that is being written. At a damaged \
            event it names file, position and cause and exits with 1; everything before it is printed.

            EXAMPLE
              leat decode --table notify.orders /var/lib/mysql/binlog.000042
              leat decode /var/lib/mysql/binlog.0000* | jq -c .after
            """
    )

    /// How a change is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case debezium, maxwell, canal, rows
    }

    @Argument(help: ArgumentHelp("Binlog files, in their order.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: "How a change is printed: rows is the change alone, without an envelope.")
    var format = Format.debezium

    @Option(name: .long, help: ArgumentHelp("Only this table; * stands for any characters.", valueName: "db.table"))
    var table = "*.*"

    func run() throws {
        let output = StandardOutput()
        let run = DecodeRun(pipeline: try pipeline()) { value in
            output.write(value)
            try output.endLine()
        }
        do {
            for path in files { try run.decode(path) }
            try run.finish()
        } catch {
            try output.flush()
            throw error
        }
        try output.finish()
    }

    private func pipeline() throws -> SourcePipeline {
        do throws(RoutingError) {
            let recordFormat: ChangeFormat =
                switch format {
                case .debezium: .debezium
                case .maxwell: .maxwell
                case .canal: .canal
                case .rows: .rows
                }
            let rule = try CaptureRule(
                tables: [TablePattern(table)], topic: TopicTemplate("decode"), key: .none, format: recordFormat)
            return SourcePipeline(name: "decode", router: Router(source: "decode", rules: [rule]))
        } catch {
            throw CommandFailure(error.what, remedy: error.remedy, code: .usage)
        }
    }
}
