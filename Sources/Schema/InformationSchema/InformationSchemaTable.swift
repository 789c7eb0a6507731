import Binlog

/// A table as INFORMATION_SCHEMA has it at the moment of asking.
public struct InformationSchemaTable: Sendable {
    let table: TrackedTable

    /// - Parameters:
    ///   - version: the server's version text.
    ///   - table, columns, keys: the rows of the statements of `InformationSchemaQuery`.
    /// - Returns: nil when there is no such table, when it is no table, or when a column is of a type not known here.
    public init?(
        flavour: FormatDescriptionEvent.Flavour, version: String, table: [[String?]], columns: [[String?]],
        keys: [[String?]]
    ) {
        guard let first = table.first, first.count == 2, let type = first[0], type != "VIEW" else { return nil }
        // Types are printed as without any sql_mode.
        let rules = SQLRules(flavour: flavour, version: SQLRules.version(parsing: version))
        var tracked: [TrackedColumn] = []
        for row in columns {
            guard row.count == 9, let column = TrackedColumn(row, rules) else { return nil }
            tracked.append(column)
        }
        guard !tracked.isEmpty else { return nil }
        let primary = Set(columns.filter { $0[8] == "PRI" }.compactMap { $0[0] })
        var versioning = TrackedTable.Versioning.none
        if type == "SYSTEM VERSIONED" {
            versioning = tracked.contains { $0.period != .none } ? .explicit : .implicit
        }
        self.table = TrackedTable(
            columns: tracked, keys: Self.keys(keys, primary: primary),
            collation: first[1].flatMap { Collations.number(named: $0) }, versioning: versioning)
    }

    /// The definition that rows written now have.
    public func definition(
        _ name: BinlogError.TableName, _ flavour: FormatDescriptionEvent.Flavour
    ) -> TableDefinition {
        table.definition(of: name, flavour)
    }

    /// The order in which unique keys were made is not told, but the columns of the one that serves as primary key are.
    private static func keys(_ rows: [[String?]], primary: Set<String>) -> [DDLKey] {
        var keys: [DDLKey] = []
        for row in rows where row.count == 4 {
            guard let name = row[0] else { continue }
            if keys.last?.name != name {
                let kind: DDLKey.Kind = name == "PRIMARY" ? .primary : row[1] == "0" ? .unique : .other
                keys.append(DDLKey(kind: kind, name: name, columns: []))
            }
            if let column = row[2] { keys[keys.count - 1].columns.append(column) }
            if row[2] == nil || row[3] != nil { keys[keys.count - 1].hasPartialColumns = true }
        }
        if let promoted = keys.firstIndex(where: { $0.kind == .unique && Set($0.columns) == primary }) {
            keys.insert(keys.remove(at: promoted), at: 0)
        }
        return keys
    }
}

extension TrackedColumn {
    /// - Parameter row: of `InformationSchemaQuery.columns`.
    fileprivate init?(_ row: [String?], _ rules: SQLRules) {
        guard let name = row[0], let text = row[1], let nullable = row[2] else { return nil }
        guard let specification = Self.parse(text, rules) else { return nil }
        let isMySQL = rules.flavour == .mysql
        var session = QuerySession()
        session.explicitDefaultsForTimestamp = true
        let context = DDLContext(rules: rules, session: session, database: "")
        let declared = row[3].flatMap { Collations.number(named: $0) }
        guard row[3] == nil || declared != nil,
            let column = try? TrackedColumn(
                ColumnSpecification(name: name, type: specification), tableCollation: declared, context)
        else { return nil }
        self = column
        if let declared { collation = declared } else if type == .enumeration || type == .set { collation = 63 }
        isNullable = nullable == "YES"
        comment = row[6] ?? ""
        let extra = (row[5] ?? "").lowercased()
        isAutoIncrement = extra.contains("auto_increment")
        isInvisible = extra.contains("invisible")
        isGenerated = extra.contains("virtual generated") || extra.contains("stored generated")
        switch row[7]?.uppercased() {
        case "ROW START": period = .rowStart
        case "ROW END": period = .rowEnd
        default: break
        }
        if let value = row[4], isMySQL || value != "NULL" {
            let isExpression = !isMySQL || extra.contains("default_generated") || type.isNumber
            defaultExpression =
                isExpression
                ? value
                : "'"
                    + value.split(
                        separator: "'", omittingEmptySubsequences: false
                    ).joined(separator: "''") + "'"
        }
    }

    private static func parse(_ text: String, _ rules: SQLRules) -> TypeSpecification? {
        // The attributes of a type read like those of a column.
        var reader = SQLReader(Array("c \(text)".utf8), rules: rules)
        guard let column = try? reader.column(), reader.isAtEnd else { return nil }
        return column.type
    }
}

extension SQLTypeKind {
    fileprivate var isNumber: Bool {
        switch self {
        case .tinyint, .smallint, .mediumint, .int, .bigint, .decimal, .float, .double, .bit, .year: true
        default: false
        }
    }
}
