/// What INFORMATION_SCHEMA is asked about one table: three statements, run one after the other; their rows make an
/// `InformationSchemaTable`.
public enum InformationSchemaQuery {
    /// TABLE_TYPE, TABLE_COLLATION.
    public static func table(database: String, table: String) -> String {
        "SELECT TABLE_TYPE, TABLE_COLLATION FROM information_schema.TABLES " + condition(database, table)
    }

    /// A row for each column, in table order.
    public static func columns(database: String, table: String) -> String {
        "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT, "
            + "GENERATION_EXPRESSION, COLUMN_KEY FROM information_schema.COLUMNS "
            + condition(database, table) + " ORDER BY ORDINAL_POSITION"
    }

    /// A row for each part of each key.
    public static func keys(database: String, table: String) -> String {
        "SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS "
            + condition(database, table) + " ORDER BY INDEX_NAME, SEQ_IN_INDEX"
    }

    private static func condition(_ database: String, _ table: String) -> String {
        "WHERE TABLE_SCHEMA = \(literal(database)) AND TABLE_NAME = \(literal(table))"
    }

    /// In hexadecimal: no sql_mode and no charset reads it otherwise.
    static func literal(_ text: String) -> String {
        guard !text.isEmpty else { return "''" }
        let digits = Array("0123456789ABCDEF".utf8)
        var hex: [UInt8] = []
        for byte in text.utf8 { hex += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return "_utf8mb4 x'\(String(decoding: hex, as: UTF8.self))'"
    }
}
