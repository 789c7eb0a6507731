import Binlog
import ChangeEvents
import CommitLog
import Routing

/// One version of one table as the decoder meets it: how its rows are read, and where they go.
final class CapturedTable {
    let fingerprint: TableMapFingerprint
    /// What is needed to turn rows into records; nil for a table that no pipeline captures.
    let target: Target?

    init(fingerprint: TableMapFingerprint, target: Target?) {
        self.fingerprint = fingerprint
        self.target = target
    }

    /// What a record's key is. Without payload: it is looked at for every row, and copying the columns of a
    /// `ResolvedKey` would count references.
    enum KeyKind {
        case columns, table, transaction, none

        init(_ key: ResolvedKey) {
            switch key {
            case .columns: self = .columns
            case .table: self = .table
            case .transaction: self = .transaction
            case .none: self = .none
            }
        }
    }

    final class Target {
        let plan: RowPlan
        let encoder: DebeziumEncoder
        let key: KeyKind
        /// The key of every record where `key` is `table`.
        let tableKey: [UInt8]
        /// The topic's partitions in order.
        let partitions: [PartitionBatch]
        let emitsTombstones: Bool

        init(
            plan: RowPlan, encoder: DebeziumEncoder, key: KeyKind, partitions: [PartitionBatch],
            emitsTombstones: Bool
        ) {
            self.plan = plan
            self.encoder = encoder
            self.key = key
            tableKey = Array(plan.table.description.utf8)
            self.partitions = partitions
            self.emitsTombstones = emitsTombstones
        }
    }
}
