import Binlog
import Bytes
import Expressions

/// The rows of joined tables, and the look-ups when one of them changes.
final class Joins {
    var missingRows = 0
    var hasTooManyMatches: Bool { false }
    init(_ plan: ViewPlan, _ memory: StateMemory, matchesMax: Int) {}
    func rebind(_ plan: ViewPlan) {}
    func apply(
        _ table: Int, _ row: UnsafePointer<ColumnValue>, _ weight: Int64,
        _ body: (UnsafePointer<ColumnValue>, Int64) throws(EvaluationFault) -> Void
    ) throws(EvaluationFault) {}
    func truncate(
        _ table: Int, _ body: (UnsafePointer<ColumnValue>, Int64) throws(EvaluationFault) -> Void
    ) throws(EvaluationFault) {}
    func settle() {}
}
