extension RecordKey {
    /// Reads `key`; the default when it is missing or wrong.
    init(_ field: Field?) {
        self = .primary
        guard let field else { return }
        if field.node.sequence != nil {
            let columns = (field.items() ?? []).compactMap { $0.text() }
            if columns.isEmpty {
                field.report(
                    "`\(field.path)` is an empty list",
                    remedy: "name the columns, or write primary, table, transaction or none"
                )
            }
            self = .columns(columns)
            return
        }
        guard let text = field.text() else { return }
        switch text {
        case "primary": self = .primary
        case "table": self = .table
        case "none": self = .none
        case "transaction": self = .transaction
        default:
            let nearest = EditDistance.nearest(to: text, in: ["primary", "table", "transaction", "none"])
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no kind of key",
                remedy: (nearest.map { "did you mean `\($0)`? " } ?? "")
                    + "possible: primary, table, transaction, none, or a list of columns: [id]"
            )
        }
    }
}
