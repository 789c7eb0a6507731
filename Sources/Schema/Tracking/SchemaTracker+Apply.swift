import Binlog

extension SchemaTracker {
    /// Takes a statement of the binlog that is neither BEGIN nor COMMIT nor the like.
    ///
    /// - Parameters:
    ///   - version: of the server that wrote it, as the FORMAT_DESCRIPTION event names it.
    /// - Returns: what it did; nil when it changes no table and no database.
    public func apply(_ event: QueryEvent, serverVersion version: String) -> AppliedDDL? {
        guard let parsed = ParsedDDL(event, flavour: flavour, serverVersion: version) else { return nil }
        let changes = apply(parsed.statement, parsed.context)
        guard !changes.isEmpty else { return nil }
        return AppliedDDL(
            sql: String(decoding: parsed.text, as: UTF8.self), database: parsed.context.database, changes: changes)
    }

    func apply(_ statement: DDLStatement, _ context: DDLContext) -> [SchemaChange] {
        switch statement {
        case .none: []
        case .createTable(let create): apply(create, context)
        case .createTableLike(let name, let source, let mode): createLike(name, source, mode, context)
        case .alterTable(let alter): apply(alter, context)
        case .renameTables(let renamed): renamed.flatMap { rename($0.from, $0.to, context) }
        case .dropTables(let names):
            names.map { name in
                set(full(name, context), nil)
                return change(.dropped, full(name, context))
            }
        case .truncateTable(let name): [change(.truncated, full(name, context))]
        case .createIndex(let name, let key): changeKeys(name, context) { $0.add(key) }
        case .dropIndex(let name, let key): changeKeys(name, context) { $0.dropKey(key) }
        case .createDatabase(let name, let charset, let ifNotExists):
            createDatabase(name, charset, ifNotExists, context)
        case .alterDatabase(let name, let charset): alterDatabase(name ?? context.database, charset, context)
        case .dropDatabase(let name): dropDatabase(name)
        case .unsure(let names, let reason): names.map { unsure(full($0, context), reason) }
        case .notUnderstood(let reason): unsure(context.database, reason)
        }
    }

    private func full(_ name: DDLTableName, _ context: DDLContext) -> BinlogError.TableName {
        BinlogError.TableName(database: name.database ?? context.database, table: name.table)
    }

    /// The change as others see it, with the definition that holds now.
    private func change(_ kind: SchemaChange.Kind, _ name: BinlogError.TableName) -> SchemaChange {
        var definition: TableDefinition?
        if case .known(let table) = self[name] { definition = table.definition(of: name, flavour) }
        return SchemaChange(kind, database: name.database, table: name.table, definition: definition)
    }

    private func unsure(_ name: BinlogError.TableName, _ reason: SQLNotUnderstood) -> SchemaChange {
        set(name, .unsure(reason.what))
        return SchemaChange(.unsure(reason.what), database: name.database, table: name.table)
    }

    /// Not even the table is known: every table of the session's database may be it, and without one every table.
    private func unsure(_ database: String, _ reason: SQLNotUnderstood) -> [SchemaChange] {
        if database.isEmpty {
            setAllTables(.unsure(reason.what))
        } else {
            setTables(of: database, .unsure(reason.what))
        }
        return [SchemaChange(.unsure(reason.what), database: database)]
    }

    // MARK: - Tables

    private func apply(_ create: CreateTable, _ context: DDLContext) -> [SchemaChange] {
        let name = full(create.name, context)
        if create.mode == .ifNotExists, !context.isEffective {
            // The table was there, with whatever columns.
            return []
        }
        do throws(SQLNotUnderstood) {
            let inherited = database(name.database)?.collation
            set(name, .known(try TrackedTable(create, databaseCollation: inherited, context)))
        } catch { return [unsure(name, error)] }
        return [change(create.mode == .orReplace ? .replaced : .created, name)]
    }

    private func createLike(
        _ new: DDLTableName, _ source: DDLTableName, _ mode: DDLStatement.CreateMode, _ context: DDLContext
    ) -> [SchemaChange] {
        let name = full(new, context)
        if mode == .ifNotExists, !context.isEffective { return [] }
        let kind: SchemaChange.Kind = mode == .orReplace ? .replaced : .created
        guard case .known(let table) = self[full(source, context)] else {
            set(name, .unsure("it was made like \(full(source, context)), which is not known"))
            return [change(kind, name)]
        }
        set(name, .known(table))
        return [change(kind, name)]
    }

    private func apply(_ alter: AlterTable, _ context: DDLContext) -> [SchemaChange] {
        let name = full(alter.name, context)
        var changes: [SchemaChange] = []
        switch self[name] {
        case .known(let table):
            do throws(SQLNotUnderstood) {
                let inherited = database(name.database)?.collation
                let altered = try table.altered(by: alter, databaseCollation: inherited, context)
                for case .convertPartition(let new) in alter.clauses {
                    set(full(new, context), .known(altered.withoutVersioning))
                    changes.append(change(.created, full(new, context)))
                }
                set(name, .known(altered))
            } catch { return [unsure(name, error)] }
        case .unsure, nil:
            for case .convertPartition(let new) in alter.clauses {
                set(full(new, context), .unsure("it was a partition of \(name), which is not known"))
                changes.append(change(.created, full(new, context)))
            }
        }
        for case .convertTable(let old) in alter.clauses {
            set(full(old, context), nil)
            changes.append(change(.dropped, full(old, context)))
        }
        changes.append(change(.altered, name))
        for case .rename(let new) in alter.clauses { changes += rename(alter.name, new, context) }
        return changes
    }

    private func rename(_ old: DDLTableName, _ new: DDLTableName, _ context: DDLContext) -> [SchemaChange] {
        let from = full(old, context)
        let to = full(new, context)
        let state = self[from]
        set(from, nil)
        set(to, state ?? .unsure("it was \(from), which is not known"))
        return [change(.renamed(from: from), to)]
    }

    private func changeKeys(
        _ name: DDLTableName, _ context: DDLContext, _ body: (inout TrackedTable) -> Void
    ) -> [SchemaChange] {
        let name = full(name, context)
        if case .known(var table) = self[name] {
            body(&table)
            set(name, .known(table))
        }
        return [change(.altered, name)]
    }

    // MARK: - Databases

    private func createDatabase(
        _ name: String, _ charset: DefaultCharset, _ ifNotExists: Bool, _ context: DDLContext
    ) -> [SchemaChange] {
        if ifNotExists, !context.isEffective { return [] }
        let inherited = context.session.serverCollation.map { UInt32($0) }
        let collation = (try? context.collation(charset, inherited: inherited)) ?? nil
        set(database: name, Database(collation: collation))
        return [SchemaChange(.databaseCreated, database: name)]
    }

    private func alterDatabase(_ name: String, _ charset: DefaultCharset, _ context: DDLContext) -> [SchemaChange] {
        let known = database(name)
        if !charset.isEmpty {
            let collation = (try? context.collation(charset, inherited: known?.collation)) ?? nil
            set(database: name, Database(collation: collation))
        }
        return [SchemaChange(.databaseAltered, database: name)]
    }

    private func dropDatabase(_ name: String) -> [SchemaChange] {
        setTables(of: name, nil)
        set(database: name, nil)
        return [SchemaChange(.databaseDropped, database: name)]
    }
}
