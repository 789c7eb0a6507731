import ArgumentParser
import Bridge
import CommitLog
import LeatConfiguration
import Web

/// `leat position`: where each source continues.
struct PositionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "position",
        abstract: "Shows where each source continues, sets it anew, and carries it to another directory.",
        discussion: """
            EXAMPLE
              leat position show
              leat position list
              leat position set file:binlog.000012:4 --source trade
              leat position export trade.json
              leat position import trade.json
            """,
        subcommands: [Show.self, List.self, Set.self, Export.self, Import.self]
    )

    /// `leat position show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the position after the last transaction that the queue holds, for each source.",
            discussion: """
                Asks the running process over HTTP; reads the queue's directory when nothing uses it, and changes \
                nothing there.

                EXAMPLE
                  leat position show --config config/leat.yaml
                """
        )

        @OptionGroup var running: RunningOptions
        @OptionGroup var format: JSONOption

        func run() throws {
            let positions = try running.http == nil ? fromDirectoryOrProcess() : running.process().positions()
            try format.print(positions) {
                var table = Table("SOURCE", "POSITION")
                for position in positions { table.add(position.source, position.position ?? "-") }
                return table
            }
        }

        private func fromDirectoryOrProcess() throws -> [SourcePosition] {
            let store = PositionStore(configuration: try running.configuration().queue.logConfiguration)
            do {
                return try store.entries().map { SourcePosition(source: $0.source, position: $0.checkpoint?.text) }
            } catch let error as CommitLogError {
                if error.code == .inUse { return try running.process().positions() }
                throw CommandFailure(error)
            }
        }
    }

    /// `leat position list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all that the queue holds of each source's position: generation, mode, file, GTIDs, time.",
            discussion: """
                Reads the queue's directory while nothing uses it, and changes nothing there.

                EXAMPLE
                  leat position list --json
                """
        )

        @OptionGroup var file: DirectoryOption
        @OptionGroup var format: JSONOption

        func run() throws {
            do {
                let store = PositionStore(configuration: try file.configuration().queue.logConfiguration)
                let places = try store.entries().map(SourcePlace.init)
                try format.print(places) { SourcePlace.table(places) }
            } catch let error as CommitLogError {
                throw CommandFailure(error)
            }
        }
    }
}
