import ArgumentParser
import Bridge
import CommitLog
import Foundation
import LeatConfiguration
import Web

/// `leat position`: where each source continues.
struct PositionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "position",
        abstract: "Shows where each source continues.",
        discussion: "EXAMPLE\n  leat position show",
        subcommands: [Show.self]
    )

    /// `leat position show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the position after the last transaction that the queue holds, for each source.",
            discussion: """
                Asks the running process over HTTP; reads the queue's directory when nothing uses it.

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
            let queue = try running.configuration().queue
            guard FileManager.default.fileExists(atPath: queue.directory + "/log") else {
                throw CommandFailure(
                    "there is no queue in \(queue.directory)",
                    remedy: "`leat run` makes it; name another configuration with --config",
                    code: .notWell
                )
            }
            do {
                let log = try CommitLog.open(queue.logConfiguration(transactionBytesMax: 0), merging: CheckpointMerger())
                defer { log.close() }
                return SourcePosition.all(in: log)
            } catch {
                if error.code == .inUse { return try running.process().positions() }
                throw CommandFailure(error.what, remedy: error.remedy, code: .notWell)
            }
        }
    }
}
