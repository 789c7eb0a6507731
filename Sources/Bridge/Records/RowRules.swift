import ChangeEvents
import Routing

/// What a capture rule does to rows before any format sees them: `where` and column rules.
final class RowRules {
    private let filter: RowFilter?
    private let transform: RowTransform?

    /// Nil when all rows stay as they are.
    init?(filter: RowFilter?, transform: RowTransform?) {
        if filter == nil, transform == nil { return nil }
        self.filter = filter
        self.transform = transform
    }

    /// - Returns: nil for a change that does not concern the topic.
    func apply(_ change: RowChange) throws(RowFault) -> RowChange? {
        var (operation, before, after) = (change.operation, change.before, change.after)
        if let filter {
            switch try filter.passage(before: before, after: after) {
            case .inside: break
            case .enters: (operation, before) = (.create, nil)
            case .leaves: (operation, after) = (.delete, nil)
            case .outside: return nil
            }
        }
        if let transform {
            if let row = before { before = try transform.rewrite(row, as: .before) }
            if let row = after { after = try transform.rewrite(row, as: .after) }
        }
        return RowChange(operation: operation, before: before, after: after, rowIndex: change.rowIndex)
    }

    /// Whether anything comes of the change.
    func passes(_ change: RowChange) throws(RowFault) -> Bool {
        guard let filter else { return true }
        if case .outside = try filter.passage(before: change.before, after: change.after) { return false }
        return true
    }
}
