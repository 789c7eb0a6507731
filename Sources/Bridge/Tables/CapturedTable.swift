import Binlog
import Schema

/// One version of one table as the decoder meets it: how its rows are read, and where they go.
final class CapturedTable {
    let fingerprint: TableMapFingerprint
    /// What is needed to turn rows into records; nil for a table that no pipeline captures.
    let target: Target?

    init(fingerprint: TableMapFingerprint, target: Target?) {
        self.fingerprint = fingerprint
        self.target = target
    }

    /// How the changes of a table become records.
    enum Writer {
        case debezium(DebeziumRecords)
        case maxwell(MaxwellRecords)
        case canal(CanalRecords)
        case outbox(OutboxRecords)
        case rows(PlainRows)
    }

    final class Target {
        let plan: RowPlan
        /// As it is in the source.
        let definition: TableDefinition
        /// Nil when all rows stay as they are.
        let rules: RowRules?
        let writer: Writer
        let key: RecordKeyKind

        init(plan: RowPlan, definition: TableDefinition, rules: RowRules?, writer: Writer, key: RecordKeyKind) {
            self.plan = plan
            self.definition = definition
            self.rules = rules
            self.writer = writer
            self.key = key
        }
    }
}
