import ArgumentParser
import KafkaClient
import RecordBatch

/// `-b`, for the commands that ask a Kafka broker.
struct BrokerOption: ParsableArguments {
    @Option(
        name: [.customShort("b"), .customLong("bootstrap-server")],
        help: ArgumentHelp("The brokers to ask, separated by commas.", valueName: "host:port")
    )
    var brokers = "127.0.0.1:9092"

    @OptionGroup var login: LoginOptions

    /// Connects and runs the body; the client's errors become the command's.
    func run(_ body: (KafkaClient) throws -> Void) throws {
        do {
            var options = KafkaClient.Options()
            options.tls = login.trust
            options.login = try login.credentials().map { ClientLogin(name: $0.name, password: $0.password) }
            try body(try KafkaClient(brokers: brokers, options: options))
        } catch let error as KafkaClientError {
            let code: CommandFailure.Code =
                switch error.code {
                case .unreachable, .timedOut, .disconnected, .untrusted: .unreachable
                case .invalidAddress: .usage
                case .malformedAnswer, .unsupported, .loginRefused, .broker: .notWell
                }
            throw CommandFailure(error.what, remedy: error.remedy, code: code)
        } catch let error as RecordBatchError {
            let lines = error.description.split(separator: "\n")
            throw CommandFailure(
                lines.first.map(String.init) ?? "a record batch cannot be read",
                remedy: lines.count > 1 ? lines[1...].joined(separator: " ") : "read it again",
                code: .notWell
            )
        }
    }
}
