import Binlog

/// Asks the source about a table. It is called rarely: for a table whose definition the binlog does not tell.
public protocol TableLookup: AnyObject {
    /// The table at the place of the binlog that is being read: INFORMATION_SCHEMA's now, provided that nothing between
    /// that place and now has changed the table's columns.
    /// - Parameter place: after the rows' TABLE_MAP event.
    func lookUp(_ name: BinlogError.TableName, at place: BinlogPosition) -> TableLookupResult
}

/// What a lookup gave.
public enum TableLookupResult: Sendable {
    case found(InformationSchemaTable)
    /// There is no such table now, or it cannot be seen.
    case absent
    /// The table is known, but between the place that is being read and now it was changed: by what.
    case changedSince(String)
    /// The source could not be asked: why.
    case failed(String)
}
