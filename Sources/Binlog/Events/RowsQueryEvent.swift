import Bytes

/// The statement behind the row events that follow: MySQL's ROWS_QUERY (with binlog_rows_query_log_events=ON) and
/// MariaDB's ANNOTATE_ROWS. A view.
///
///     ROWS_QUERY     0  length u8, of no use (the text may be longer)    1  text, to the end
///     ANNOTATE_ROWS  0  text, to the end
///
/// Source: MySQL `Rows_query_event` (libs/mysql/binlog/event/rows_event.h), MariaDB `Annotate_rows_log_event`.
public struct RowsQueryEvent {
    /// The text, in the session's character set.
    public let statement: UnsafeRawBufferPointer

    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            if frame.header.type != .mariaDBAnnotateRows { try cursor.skip(1) }
            statement = cursor.rest()
        } catch { throw frame.malformed(error) }
    }
}
