import ChangeEvents
import Routing

/// One pipeline of a source: which tables it captures and how their changes are written.
public struct SourcePipeline: Sendable {
    public let name: String
    public let router: Router
    public let debezium: DebeziumOptions
    public let maxwell: MaxwellOptions
    public let canal: CanalOptions

    public init(
        name: String, router: Router, debezium: DebeziumOptions = DebeziumOptions(),
        maxwell: MaxwellOptions = MaxwellOptions(), canal: CanalOptions = CanalOptions()
    ) {
        self.name = name
        self.router = router
        self.debezium = debezium
        self.maxwell = maxwell
        self.canal = canal
    }

    /// Whether change events carry the statement that made them (where the server logs it).
    var includesStatements: Bool {
        router.rules.contains { rule in
            switch rule.format {
            case .debezium: debezium.includesQuery
            case .maxwell: maxwell.rowQuery
            case .canal, .rows: false
            }
        }
    }

    /// Whether some format says how columns were declared: types in full, defaults.
    var needsDeclarations: Bool {
        router.rules.contains { rule in
            guard rule.outbox == nil else { return false }
            switch rule.format {
            case .debezium: return debezium.schemas || debezium.replacesNullWithDefault
            case .canal: return true
            case .maxwell, .rows: return false
            }
        }
    }

    /// Whether rows can only be written when the end of their transaction is known.
    var needsWholeTransactions: Bool { router.rules.contains { $0.format == .maxwell && $0.outbox == nil } }
}
