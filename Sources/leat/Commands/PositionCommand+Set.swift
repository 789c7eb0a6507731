import ArgumentParser
import CommitLog
import LeatConfiguration
import MySQLSource

extension PositionCommand {
    /// `leat position set`
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets where a source continues at the next `leat run`, and says what is repeated or skipped.",
            discussion: """
                Works on the queue's directory while no process uses it. Records that the queue holds stay; those \
                that come again have new offsets. A file position counts for the server that the source has read so \
                far: for another one add --new-server. gtid: and file: also choose how the position is kept from now on.

                EXAMPLE
                  leat position set gtid:0-1-4711 --source trade
                  leat position set gtid:3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77 --source trade
                  leat position set file:binlog.000012:4 --source trade
                """
        )

        @Argument(
            help: ArgumentHelp(
                "gtid:<set> or file:<name>:<offset>: a place between two transactions, as the server prints it.",
                valueName: "position"
            )
        )
        var position: PositionArgument

        @Option(name: .long, help: "The source; may be left out when there is only one.")
        var source: String?

        @Flag(name: .long, help: "The position is on another server than before: the configured one is asked its name.")
        var newServer = false

        @OptionGroup var file: DirectoryOption

        func run() throws {
            if case .unresolved = position { _ = try PositionChange(from: nil, to: position, on: nil) }
            let configuration = try newServer ? file.configurationWithPasswords() : file.configuration()
            let store = PositionStore(configuration: configuration.queue.logConfiguration)
            do {
                // Before anything is opened for writing: a directory without a queue stays as it is.
                let known = try store.entries().map(\.source)
                let name = try Self.name(source, configured: configuration.sources.map(\.name), known: known)
                let server = try newServer ? Self.identity(of: name, configuration) : nil
                let (old, change) = try store.set(position, source: name, on: server)
                let before = old.map { "; before: \($0.text)" } ?? ""
                let generation = change.checkpoint.generation
                try StandardOutput().finish(
                    "source \(name) continues at \(change.checkpoint.text) (generation \(generation)\(before))\n"
                        + "\(change.consequence)\n"
                )
            } catch let error as CommitLogError {
                throw CommandFailure(error)
            }
        }

        /// The source that is meant.
        static func name(_ given: String?, configured: [String], known: [String]) throws(CommandFailure) -> String {
            let names = configured + known.filter { !configured.contains($0) }
            let all = names.isEmpty ? "there is none" : names.joined(separator: ", ")
            if let given {
                if names.contains(given) { return given }
                throw CommandFailure("there is no source named \(given)", remedy: "choose of: \(all)", code: .usage)
            }
            let candidates = configured.isEmpty ? known : configured
            if candidates.count == 1 { return candidates[0] }
            throw CommandFailure(
                "which source? there are \(candidates.count)",
                remedy: "name it with --source: \(all)",
                code: .usage
            )
        }

        /// Asks the configured server who it is.
        private static func identity(
            of name: String,
            _ configuration: LeatConfiguration
        ) throws(CommandFailure) -> ServerIdentity {
            guard let source = configuration.sources.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    "source \(name) is not in the configuration, so its server is not known",
                    remedy: "name the configuration with --config",
                    code: .usage
                )
            }
            let connection = MySQLConnection(source.sourceOptions)
            defer { connection.close() }
            do throws(SourceError) {
                try connection.connect()
                return try ServerIdentity.read(connection)
            } catch {
                throw CommandFailure(error.description, remedy: error.remedy, code: .unreachable)
            }
        }
    }
}
