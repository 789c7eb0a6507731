import Access
import ArgumentParser
import Foundation
import LeatConfiguration

/// `--config`, for the commands that need the whole configuration.
struct ConfigurationOption: ParsableArguments {
    static let defaultPath = "config/leat.yaml"

    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = ConfigurationOption.defaultPath

    /// The configuration; throws `ConfigurationError` with every fault.
    func load() throws -> LeatConfiguration {
        try LeatConfiguration.load(path: config, environment: ProcessInfo.processInfo.environment)
    }
}

/// Where a running `leat run` is found: `--http`, else the configuration, else the default address.
struct RunningOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Where `leat run` answers over HTTP.", valueName: "host:port"))
    var http: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The configuration file that says so (default: config/leat.yaml).", valueName: "file")
    )
    var config: String?

    @OptionGroup var login: LoginOptions

    /// The running process to talk to.
    func process() throws -> RunningLeat {
        let credentials = try login.credentials().map { RunningLeat.Credentials(name: $0.name, password: $0.password) }
        if let http {
            guard let address = ListenAddress(http) else {
                throw CommandFailure("`--http \(http)` is no address", remedy: "write host:port", code: .usage)
            }
            return RunningLeat(address: address, trust: login.trust, credentials: credentials)
        }
        let http = try configuration().http
        // On the server's own machine its certificate is at hand.
        let own = login.ca == nil ? http.tls.map { TLSTrust.exactly($0.certificate) } : nil
        return RunningLeat(address: http.listen, trust: own ?? login.trust, credentials: credentials)
    }

    func configuration() throws -> LeatConfiguration { try .shipped(orNamed: config) }
}

/// `--config`, for the commands that work on the queue's directory.
struct DirectoryOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The configuration file that names the directory (default: config/leat.yaml).",
            valueName: "file"
        )
    )
    var config: String?

    func configuration() throws -> LeatConfiguration { try .shipped(orNamed: config) }

    /// For talking to sources; a variable that is not set is a fault.
    func configurationWithPasswords() throws -> LeatConfiguration {
        try .shipped(orNamed: config, unsetVariables: .areFaults)
    }
}

extension LeatConfiguration {
    /// The configuration named, or the shipped one if it is there, or the defaults. Passwords are not needed.
    fileprivate static func shipped(
        orNamed config: String?,
        unsetVariables: UnsetVariables = .areEmpty
    ) throws -> LeatConfiguration {
        let path = config ?? ConfigurationOption.defaultPath
        if config == nil, !FileManager.default.fileExists(atPath: path) { return LeatConfiguration() }
        return try LeatConfiguration.load(
            path: path,
            environment: ProcessInfo.processInfo.environment,
            unsetVariables: unsetVariables
        )
    }
}

/// `--json`, for every command that prints a table.
struct JSONOption: ParsableArguments {
    @Flag(name: .long, help: "JSON for machines instead of a table.")
    var json = false

    /// Prints the value as JSON or the table.
    func print(_ value: some Encodable, table: () -> Table) throws {
        let output = StandardOutput()
        try output.finish(json ? try JSONOutput.text(value) + "\n" : table().text)
    }
}
