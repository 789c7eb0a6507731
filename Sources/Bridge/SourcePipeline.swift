import ChangeEvents
import Routing

/// One pipeline of a source: which tables it captures and how their changes are written.
public struct SourcePipeline: Sendable {
    public let name: String
    public let router: Router
    public let debezium: DebeziumOptions

    public init(name: String, router: Router, debezium: DebeziumOptions) {
        self.name = name
        self.router = router
        self.debezium = debezium
    }
}
