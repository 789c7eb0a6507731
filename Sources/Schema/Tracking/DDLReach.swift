import Binlog

/// Which tables' columns or keys a statement may have changed: enough to know that a definition read later is not the
/// one from before the statement.
public enum DDLReach: Sendable, Equatable {
    case nothing
    case tables([BinlogError.TableName])
    /// All tables of these databases.
    case databases([String])
    case everything

    /// - Parameter version: of the server that wrote the statement.
    public init(_ event: QueryEvent, flavour: FormatDescriptionEvent.Flavour, serverVersion version: String) {
        guard event.effect == .other, let parsed = ParsedDDL(event, flavour: flavour, serverVersion: version) else {
            self = .nothing
            return
        }
        self.init(parsed.statement, parsed.context)
    }

    init(_ statement: DDLStatement, _ context: DDLContext) {
        func full(_ names: [DDLTableName]) -> DDLReach {
            .tables(names.map { BinlogError.TableName(database: $0.database ?? context.database, table: $0.table) })
        }
        switch statement {
        case .none, .truncateTable, .createDatabase, .alterDatabase: self = .nothing
        case .createTable(let create):
            self = create.mode == .ifNotExists && !context.isEffective ? .nothing : full([create.name])
        case .createTableLike(let name, _, let mode):
            self = mode == .ifNotExists && !context.isEffective ? .nothing : full([name])
        case .alterTable(let alter):
            self =
                alter.otherTables.isEmpty && !alter.changesColumns ? .nothing : full([alter.name] + alter.otherTables)
        case .renameTables(let renamed): self = full(renamed.flatMap { [$0.from, $0.to] })
        case .dropTables(let names), .unsure(let names, _): self = full(names)
        case .createIndex(let name, let key): self = key.kind == .other ? .nothing : full([name])
        case .dropIndex(let name, _): self = full([name])
        case .dropDatabase(let name): self = .databases([name])
        case .notUnderstood: self = context.database.isEmpty ? .everything : .databases([context.database])
        }
    }
}

extension AlterTable {
    /// Whether names, types or order of columns, or the primary key, may be others afterwards.
    var changesColumns: Bool {
        clauses.contains { clause in
            switch clause {
            case .setDefault, .setInvisible, .defaultCharset, .renameKey, .convertPartition, .convertTable: false
            case .addKey(let key): key.kind != .other
            default: true
            }
        }
    }

    /// Tables beside the altered one that come or go.
    var otherTables: [DDLTableName] {
        clauses.compactMap { clause in
            switch clause {
            case .rename(let name), .convertPartition(let name), .convertTable(let name): name
            default: nil
            }
        }
    }
}
