/// One version of one table, as its DDL made it.
struct TrackedTable: Equatable {
    /// WITH SYSTEM VERSIONING adds two columns behind the others, unless the table has declared them itself.
    enum Versioning: UInt8 { case none = 0, implicit, explicit }

    var columns: [TrackedColumn]
    var keys: [DDLKey] = []
    /// The default of columns to come; nil when it is not known.
    var collation: UInt32?
    var versioning = Versioning.none

    /// Names of columns are compared without regard to letter case.
    func index(of name: String) -> Int? {
        columns.firstIndex { $0.hasName(name) }
    }

    /// Indices of the primary key's columns, in key order. Where there is none, the servers take the first unique key
    /// without nullable columns for it, and say so in the binlog.
    var primaryKey: [Int] {
        let chosen =
            keys.first { $0.kind == .primary }
            ?? keys.first { key in
                key.kind == .unique && !key.hasPartialColumns && !key.columns.isEmpty
                    && key.columns.allSatisfy { name in index(of: name).map { columns[$0].isNullable == false } ?? false
                    }
            }
        guard let chosen else { return [] }
        let indices = chosen.columns.compactMap { index(of: $0) }
        return indices.count == chosen.columns.count ? indices : []
    }

    /// - Parameter databaseCollation: nil when it is not known.
    init(_ create: CreateTable, databaseCollation: UInt32?, _ context: DDLContext) throws(SQLNotUnderstood) {
        columns = []
        collation = try context.collation(create.charset, inherited: databaseCollation)
        columns.reserveCapacity(create.columns.count)
        for column in create.columns {
            columns.append(try TrackedColumn(column, tableCollation: collation, context))
        }
        try checkNames()
        for key in create.keys { add(key) }
        for name in create.periods { if let index = index(of: name) { columns[index].isNullable = false } }
        if create.isVersioned { versioning = hasPeriod ? .explicit : .implicit }
    }

    init(columns: [TrackedColumn], keys: [DDLKey], collation: UInt32?, versioning: Versioning) {
        self.columns = columns
        self.keys = keys
        self.collation = collation
        self.versioning = versioning
    }

    var hasPeriod: Bool { columns.contains { $0.period != .none } }

    /// Two columns of one name, or none at all: then the statement was read wrongly.
    func checkNames() throws(SQLNotUnderstood) {
        guard !columns.isEmpty, Set(columns.map { $0.name.lowercased() }).count == columns.count else {
            throw SQLNotUnderstood("columns that cannot be")
        }
    }

    // MARK: - Keys

    /// Adds a key, under a name as the server gives it.
    mutating func add(_ key: DDLKey) {
        var key = key
        if key.kind == .primary {
            key.name = "PRIMARY"
            // What a primary key is made of is never null.
            for name in key.columns { if let index = index(of: name) { columns[index].isNullable = false } }
            keys.removeAll { $0.kind == .primary }
        } else if key.name == nil {
            key.name = freeKeyName(key.columns.first ?? "functional_index")
        }
        keys.append(key)
    }

    private func freeKeyName(_ column: String) -> String {
        let taken = Set(keys.compactMap { $0.name?.lowercased() })
        var name = column
        var number = 2
        while taken.contains(name.lowercased()) {
            name = "\(column)_\(number)"
            number += 1
        }
        return name
    }

    /// - Parameter name: nil for the primary key.
    mutating func dropKey(_ name: String?) {
        guard let name, name.lowercased() != "primary" else { return keys.removeAll { $0.kind == .primary } }
        let folded = name.lowercased()
        keys.removeAll { $0.kind != .primary && $0.name?.lowercased() == folded }
    }
}
