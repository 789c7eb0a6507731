/// The XA transactions that a server has prepared and neither committed nor rolled back.
public enum OpenXATransactions {
    /// Their names as XA statements write them, sorted; nil when the user may not ask (MySQL wants XA_RECOVER_ADMIN).
    public static func names(_ connection: MySQLConnection) throws(SourceError) -> [String]? {
        // As text: names may be any bytes. (MariaDB manual, "XA Transactions"; MySQL manual, "XA Transaction SQL")
        let statement = connection.flavor == .mariadb ? "XA RECOVER FORMAT='SQL'" : "XA RECOVER CONVERT XID"
        let rows: [[String?]]
        do throws(SourceError) {
            rows = try connection.query(statement)
        } catch {
            if error.number == refused { return nil }
            throw error
        }
        return rows.compactMap { $0.count == 4 ? name($0, connection.flavor) : nil }.sorted()
    }

    /// ER_XAER_RMERR: what MySQL answers to a user without the privilege.
    private static let refused: UInt32 = 1401

    /// MySQL gives format id, lengths of both parts, and `0x` with all bytes.
    private static func name(_ row: [String?], _ flavor: ServerFlavor) -> String? {
        guard let data = row[3] else { return nil }
        guard flavor == .mysql else { return data }
        guard let format = row[0], let length = row[1].flatMap({ Int($0) }), data.hasPrefix("0x") else { return data }
        let digits = data.dropFirst(2).lowercased()
        return "X'\(digits.prefix(length * 2))',X'\(digits.dropFirst(length * 2))',\(format)"
    }
}
