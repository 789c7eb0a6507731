import Schema

extension ChangeEventError {
    /// An error that names the table and, with `column`, one of its columns.
    @inline(never)
    init(_ code: Code, in table: TableDefinition, column: Int?, _ what: String) {
        let remedy =
            switch code {
            case .unsupportedType, .unsupportedCharacterSet: "Exclude the column or the table from capture."
            case .invalidText:
                "Correct the stored value (it is not legal in the column's character set), or exclude the column."
            case .mismatch:
                "The table definition does not fit the row: set binlog_row_metadata=FULL, and resume from an "
                    + "event written under it."
            case .keyColumnAbsent: "Set binlog_row_image=FULL, or choose key columns that every row image holds."
            case .malformedValue: "Check the binlog with the server's own tools; report it if they read it."
            }
        self.init(
            code: code, database: table.database, table: table.table,
            column: column.map { table.columns[$0].name } ?? "", what: what, remedy: remedy)
    }
}
