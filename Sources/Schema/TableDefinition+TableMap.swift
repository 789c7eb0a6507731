import Binlog

extension TableDefinition {
    /// Reads the definition that the server wrote into the binlog before the rows: it fits those rows whatever was
    /// altered since.
    ///
    /// Throws `SchemaError`: row metadata that is not FULL, a collation that is not known, an ENUM or SET member that is
    /// no text. Asking again gives the same answer.
    public init(tableMap: TableMapEvent) throws(SchemaError) {
        var columns: [ColumnDefinition] = []
        columns.reserveCapacity(tableMap.columns.count)
        for column in tableMap.columns { columns.append(try ColumnDefinition(column, of: tableMap.name)) }
        self.init(
            database: tableMap.database,
            table: tableMap.table,
            columns: columns,
            primaryKey: tableMap.primaryKey
        )
    }
}

extension ColumnDefinition {
    init(_ column: TableMapColumn, of table: BinlogError.TableName) throws(SchemaError) {
        guard let name = column.name, let type = column.type else { throw .rowMetadataMissing(table) }
        var collation: UInt32?
        var members: [String] = []
        if Self.hasCollation(type) {
            guard let number = column.collation else { throw .rowMetadataMissing(table) }
            guard let charset = Charset(collation: number) else {
                throw .unknownCollation(table, column: name, collation: number)
            }
            collation = number
            if type == .enumeration || type == .set {
                members = try Self.texts(of: column, name: name, charset, table)
            }
        }
        self.init(
            name: name,
            type: type,
            metadata: column.metadata,
            isUnsigned: column.isUnsigned,
            isNullable: column.isNullable,
            collation: collation,
            members: members
        )
        if column.geometryType == Self.pointGeometry { meaning = .point }
    }

    /// `Field::geometry_type` of MySQL's `sql/field.h`: 1 is a POINT column.
    private static var pointGeometry: UInt32 { 1 }

    private static func hasCollation(_ type: ColumnType) -> Bool {
        switch type {
        case .string, .varString, .varchar, .tinyBlob, .blob, .mediumBlob, .longBlob, .enumeration, .set: true
        case .varcharCompressed, .blobCompressed: true
        default: false
        }
    }

    private static func texts(
        of column: TableMapColumn,
        name: String,
        _ charset: Charset,
        _ table: BinlogError.TableName
    ) throws(SchemaError) -> [String] {
        guard !column.members.isEmpty else { throw .rowMetadataMissing(table) }
        // Members of the charset binary are bytes; the servers show them as UTF-8.
        guard let decoder = TextDecoder(charset: charset) ?? TextDecoder(charset: .utf8mb4) else { return [] }
        var texts: [String] = []
        texts.reserveCapacity(column.members.count)
        for (index, member) in column.members.enumerated() {
            guard let text = decoder.string(member) else {
                throw .malformedMember(table, column: name, member: index + 1)
            }
            texts.append(text)
        }
        return texts
    }
}

extension TableMapEvent {
    /// The event with the names and signs that it lacks.
    public func completed(by definition: TableDefinition) -> TableMapEvent {
        completed(names: definition.columns.map(\.name), isUnsigned: definition.columns.map(\.isUnsigned))
    }
}
