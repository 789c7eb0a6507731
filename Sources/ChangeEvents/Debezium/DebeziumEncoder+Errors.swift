extension DebeziumEncoder {
    /// An error that names this table and, with `column`, one of its columns.
    @inline(never)
    func error(_ code: ChangeEventError.Code, column: Int?, _ what: String) -> ChangeEventError {
        let remedy =
            switch code {
            case .unsupportedType, .unsupportedCharacterSet: "Exclude the column or the table from capture."
            case .invalidText:
                "Correct the stored value, exclude the column, or set `invalid_text: replace`."
            case .mismatch:
                "The table definition does not fit the row: set binlog_row_metadata=FULL, and resume from an "
                    + "event written under it."
            case .keyColumnAbsent: "Set binlog_row_image=FULL, or choose key columns that every row image holds."
            case .malformedValue: "Check the binlog with the server's own tools; report it if they read it."
            }
        return ChangeEventError(
            code: code, database: table.database, table: table.table,
            column: column.map { table.columns[$0].name } ?? "", what: what, remedy: remedy)
    }
}
