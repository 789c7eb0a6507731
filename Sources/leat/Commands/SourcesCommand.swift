import ArgumentParser
import Web

/// `leat sources`: the sources of a running process.
struct SourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources",
        abstract: "Shows the sources of a running `leat run`, or lets a stopped one go on.",
        discussion: "EXAMPLE\n  leat sources list\n  leat sources resume trade",
        subcommands: [List.self, Resume.self]
    )

    /// `leat sources list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows each source with its state, position and last error; exit code 1 if one has a fault.",
            discussion: "EXAMPLE\n  leat sources list --json"
        )

        @OptionGroup var running: RunningOptions
        @OptionGroup var format: JSONOption

        func run() throws {
            let sources = try running.process().sources()
            let output = StandardOutput()
            try output.finish(format.json ? try JSONOutput.text(sources) + "\n" : Self.text(sources))
            if sources.contains(where: { $0.error != nil || $0.state == "stopped" }) {
                throw ExitCode(CommandFailure.Code.notWell.rawValue)
            }
        }

        /// The table, and below it what is wrong.
        private static func text(_ sources: [SourceStatus]) -> String {
            var table = Table("SOURCE", "STATE", "LAG", "ROWS", "POSITION", numbers: [2, 3])
            for source in sources {
                table.add(
                    source.name,
                    source.state,
                    source.lagSeconds.map(lag) ?? "-",
                    String(source.rows),
                    source.position ?? "-"
                )
            }
            let problems = sources.compactMap { source in
                source.error.map { "\nsource \(source.name): \($0)\nremedy: \(source.remedy ?? "see the log")\n" }
            }
            return table.text + problems.joined()
        }

        private static func lag(_ seconds: Double) -> String {
            seconds < 1 ? "\(Int(seconds * 1000))ms" : "\(Int(seconds))s"
        }
    }

    /// `leat sources resume`
    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a stopped or waiting source try again now.",
            discussion: "EXAMPLE\n  leat sources resume trade"
        )

        @Argument(help: "The source's name.")
        var name: String

        @OptionGroup var running: RunningOptions

        func run() throws {
            try running.process().resume(source: name)
            try StandardOutput().finish("source \(name) tries again; `leat sources list` shows how it goes\n")
        }
    }
}
