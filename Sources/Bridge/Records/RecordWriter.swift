import ChangeEvents

/// Writes the changes of one version of one table as records of one format. Made once per table version; the row loop
/// is specialised for each, so that a row costs no dynamic call.
protocol RecordWriter: AnyObject {
    /// Called before the rows of each rows event.
    func begin(_ context: EventContext) throws

    func write(_ change: RowChange, to output: inout RecordOutput) throws

    /// Called after the rows of each rows event.
    func end(to output: inout RecordOutput) throws

    /// Dates that no calendar has, written as null or the epoch since the writer was made.
    var unrepresentableDates: UInt64 { get }

    /// Texts that were not legal in their character set, written with U+FFFD since the writer was made.
    var replacedTexts: UInt64 { get }
}

extension RecordWriter {
    func end(to output: inout RecordOutput) throws {}
}
