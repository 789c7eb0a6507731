import CMariaDB

extension MySQLConnection {
    /// Runs one statement and returns its rows, each column as text, NULL as nil. For settings and positions, not for
    /// data.
    ///
    /// - Throws: `SourceError`: the server's refusal, or the connection's end.
    @discardableResult
    public func query(_ statement: String) throws(SourceError) -> [[String?]] {
        try table(statement).rows
    }

    /// As `query`, with the columns' names: servers differ in the order of what SHOW returns.
    public func table(_ statement: String) throws(SourceError) -> QueryTable {
        guard let handle else { throw SourceError(.connectionLost, "the connection to \(options.address) is closed") }
        var statement = statement
        let failed = statement.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { mysql_real_query(handle, $0.baseAddress, UInt(text.count)) }
        }
        guard failed == 0 else { throw libraryError(while: .querying) }
        guard let result = mysql_store_result(handle) else {
            // Statements without a result set have no columns; anything else failed.
            guard mysql_field_count(handle) == 0 else { throw libraryError(while: .querying) }
            return QueryTable(columns: [], rows: [])
        }
        defer { mysql_free_result(result) }
        let count = Int(mysql_num_fields(result))
        var columns: [String] = []
        if let fields = mysql_fetch_fields(result) {
            columns = (0..<count).map { String(cString: fields[$0].name) }
        }
        var rows: [[String?]] = []
        while let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) {
            rows.append(
                (0..<count).map { index in
                    row[index].map {
                        String(decoding: UnsafeRawBufferPointer(start: $0, count: Int(lengths[index])), as: UTF8.self)
                    }
                }
            )
        }
        return QueryTable(columns: columns, rows: rows)
    }

    /// The one value of a one-row, one-column result; nil for NULL and for no row.
    public func value(_ statement: String) throws(SourceError) -> String? {
        try query(statement).first?.first ?? nil
    }

    /// The text as a quoted literal of this connection's SQL.
    public func literal(_ text: String) -> String {
        guard let handle else { return "''" }
        var text = text
        return text.withUTF8 { source in
            let escaped = [CChar](unsafeUninitializedCapacity: source.count * 2 + 1) { target, count in
                source.withMemoryRebound(to: CChar.self) {
                    count = Int(
                        mysql_real_escape_string(handle, target.baseAddress, $0.baseAddress, UInt(source.count))
                    )
                }
            }
            return "'" + String(decoding: escaped.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "'"
        }
    }
}

/// A small result with its columns' names.
public struct QueryTable: Sendable {
    public let columns: [String]
    public let rows: [[String?]]

    /// One row's value in the first of these columns that the result has.
    public func value(_ row: [String?], _ names: String...) -> String? {
        for name in names {
            if let index = columns.firstIndex(of: name) { return row[index] }
        }
        return nil
    }
}
