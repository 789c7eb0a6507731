import ArgumentParser

/// The program: one command line in, one exit code out.
@main
struct Leat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leat",
        abstract:
            "Carries the committed changes of MySQL and MariaDB, in order and exactly once, into a queue that any "
            + "Kafka client reads.",
        discussion: """
            EXAMPLE
              leat doctor --config config/leat.yaml
              leat run --config config/leat.yaml
              leat consume trade.notify.orders --from earliest --exit-at-end

            EXIT CODES
              0 ok · 1 the thing asked about is not well · 2 usage or configuration · 3 cannot reach
            """,
        version: LeatVersion.current,
        subcommands: [
            RunCommand.self, DoctorCommand.self, ConsumeCommand.self, TopicsCommand.self, GroupsCommand.self,
            SourcesCommand.self, PositionCommand.self, LogCommand.self, UserCommand.self, DecodeCommand.self,
        ]
    )

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let failure = LaterCommands.refusal(arguments) { Exit.with(failure) }
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Exit.with(error, arguments: arguments)
        }
        Exit.end(0)
    }
}

/// The version of this program, as the page, `--version` and the `source` block of events name it.
enum LeatVersion {
    static let current = "0.1.0"
}
