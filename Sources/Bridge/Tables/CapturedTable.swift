import Binlog

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
    }

    final class Target {
        let plan: RowPlan
        let writer: Writer
        let key: RecordKeyKind

        init(plan: RowPlan, writer: Writer, key: RecordKeyKind) {
            self.plan = plan
            self.writer = writer
            self.key = key
        }
    }
}
