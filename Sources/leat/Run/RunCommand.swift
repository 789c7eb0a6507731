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

    @Option(name: .long, help: "The least level that is logged; default: log.level of the configuration.")
    var logLevel: LogLevel?

    @Option(name: .long, help: "How log lines look: text or json; default: log.format of the configuration.")
    var logFormat: LogLineFormat?

    func run() async throws {
        let configuration = try file.load()
        let format = logFormat ?? configuration.log.format
        let level = Logger.Level(logLevel ?? configuration.log.level)
        LoggingSystem.bootstrap { LineLogHandler(label: $0, format: format, level: level) }
        let logger = Logger(label: "leat")
        logger.info("leat \(LeatVersion.current), configuration \(file.config)")
        try await Composition(configuration, logger: logger).run()
    }
}

extension LogLevel: ExpressibleByArgument {}
extension LogLineFormat: ExpressibleByArgument {}

extension Logger.Level {
    init(_ level: LogLevel) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }
}
