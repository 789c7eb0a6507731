import ChangeEvents

/// Writes the changes of one version of one table as records of one format. Made once per table version; the row loop
/// is specialised for each, so that a row costs no dynamic call.
protocol RecordWriter: AnyObject {
    /// Called before the rows of each rows event.
    func begin(_ context: EventContext, to output: inout RecordOutput) throws

    func write(_ change: RowChange, to output: inout RecordOutput) throws

    /// Called after the rows of each rows event.
    func end(to output: inout RecordOutput) throws

    /// What was not carried as it is since the writer was made.
    var notices: SourceNotices { get }
}

extension RecordWriter {
    func end(to output: inout RecordOutput) throws {}
}
