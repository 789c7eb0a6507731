import CommitLog
import Logging

/// All views of a process. None of them can end it.
public final class ViewService: Sendable {
    public let runners: [ViewRunner]

    public init(
        _ definitions: [ViewDefinition], log: CommitLog, options: ViewRunnerOptions, logger: Logger
    ) {
        runners = definitions.map { ViewRunner($0, log: log, options: options, logger: logger) }
    }

    public func start() { for runner in runners { runner.start() } }

    /// Stores all states and ends the threads. Blocks.
    public func stop() {
        for runner in runners { runner.requestStop() }
        for runner in runners { runner.stop() }
    }

    /// The view of this name.
    public subscript(name: String) -> ViewRunner? { runners.first { $0.definition.name == name } }

    /// What is to be known of the views now, in the order of the configuration.
    public var reports: [ViewReport] { runners.map(\.report) }
}
