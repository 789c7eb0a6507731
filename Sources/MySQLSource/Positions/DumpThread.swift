/// What the server's own thread does that sends us the binlog.
public enum DumpThread: Sendable, Equatable {
    /// It has sent everything and waits for commits.
    case hasSentAll
    /// It reads or sends; the server's words.
    case isSending(String)
    /// The server has no such thread.
    case missing

    /// Asks for the thread of a connection. A user sees its own threads without a privilege.
    public static func read(_ connection: MySQLConnection, thread: UInt) throws(SourceError) -> DumpThread {
        let table = try connection.table("SHOW PROCESSLIST")
        guard let row = table.rows.first(where: { table.value($0, "Id") == "\(thread)" }) else { return .missing }
        let state = table.value(row, "State") ?? ""
        return state.contains("has sent all") ? .hasSentAll : .isSending(state)
    }
}
