@testable import Binlog

/// Tables as the changes of a trace leave them, by name; rows by their first column. Absent columns keep their value.
struct FoldedTables {
    private(set) var tables: [String: [String: [String]]] = [:]

    init(_ changes: [RowTrace.Change]) {
        for change in changes {
            switch change.operation {
            case .insert: tables[change.table, default: [:]][change.after[0]] = change.after
            case .delete: tables[change.table, default: [:]][change.before[0]] = nil
            case .update:
                let old = tables[change.table, default: [:]].removeValue(forKey: change.before[0]) ?? change.before
                let new = zip(old, change.after).map { $1 == "ABSENT" ? $0 : $1 }
                tables[change.table, default: [:]][new[0]] = new
            }
        }
    }

    /// In the order of the golden files.
    func rows(_ table: String) -> [[String]] {
        (tables[table] ?? [:]).values.sorted { (Int($0[0]) ?? 0) < (Int($1[0]) ?? 0) }
    }
}
