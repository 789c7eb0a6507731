import ArgumentParser
import LeatConfiguration
import Logging

/// `leat run`: the bridge, the queue and the servers in one process, until SIGTERM or SIGINT.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the bridge, the queue and the servers until SIGTERM or Ctrl-C.",
        discussion: """
            Log lines go to standard error. A source that stops by a fault does not end the process: `leat sources \
            list` shows it, `leat sources resume` lets it go on.

            EXAMPLE
              leat run --config config/leat.yaml --log-format json
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Option(name: .long, help: "The least level that is logged: trace, debug, info, notice, warning, error.")
    var logLevel = Logger.Level.info

    @Option(name: .long, help: "How log lines look: text or json.")
    var logFormat = LogFormat.text

    func run() async throws {
        let configuration = try file.load()
        let (format, level) = (logFormat, logLevel)
        LoggingSystem.bootstrap { LineLogHandler(component: $0, format: format, level: level) }
        let logger = Logger(label: "leat")
        logger.info("leat \(LeatVersion.current), configuration \(file.config)")
        try await Composition(configuration, logger: logger).run()
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
