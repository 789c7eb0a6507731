import ChangeEvents
import Routing

/// One pipeline of a source: which tables it captures and how their changes are written.
public struct SourcePipeline: Sendable {
    public let name: String
    public let router: Router
    public let debezium: DebeziumOptions
    /// Whether change events carry the statement that made them (where the server logs it).
    public var includesStatements = false

    public init(name: String, router: Router, debezium: DebeziumOptions) {
        self.name = name
        self.router = router
        self.debezium = debezium
    }
}
