import Binlog

/// Follows the definitions of tables through the DDL of a binlog, from CREATE to DROP. It knows nothing but what the
/// binlog says (and what it is told with `learn`); where it is not sure, it says so and never guesses.
public final class SchemaTracker {
    /// What is known of a table.
    enum State: Equatable {
        case known(TrackedTable)
        /// A statement was not understood, or did not fit: why. Nothing of what was known before holds.
        case unsure(String)
    }

    struct Database: Equatable {
        /// The default of tables to come; nil when it is not known.
        var collation: UInt32?
    }

    /// Tables that are followed without being stored; beyond them the eldest are forgotten.
    private static let unstoredMax = 1_000

    let flavour: FormatDescriptionEvent.Flavour
    /// lower_case_table_names is not 0: names of tables are compared in lower case.
    private let foldsNames: Bool
    private let isStored: (BinlogError.TableName) -> Bool
    private var tables: [BinlogError.TableName: State] = [:]
    private var databases: [String: Database] = [:]
    private var unstored: [BinlogError.TableName] = []
    /// What has to be stored since the last call of `takeRecords`; the last of a key counts.
    private var records: [String: SchemaRecord] = [:]

    /// - Parameters:
    ///   - foldsNames: the server's lower_case_table_names is not 0.
    ///   - isStored: whether a table's definition has to outlive the process; others are followed as far as memory
    ///     allows.
    public init(
        flavour: FormatDescriptionEvent.Flavour, foldsNames: Bool = false,
        isStored: @escaping (BinlogError.TableName) -> Bool
    ) {
        self.flavour = flavour
        self.foldsNames = foldsNames
        self.isStored = isStored
    }

    /// A table's name in the form in which it is kept: in lower case where the server folds names.
    public func fold(_ name: BinlogError.TableName) -> BinlogError.TableName {
        foldsNames
            ? BinlogError.TableName(database: name.database.lowercased(), table: name.table.lowercased()) : name
    }

    func fold(_ database: String) -> String { foldsNames ? database.lowercased() : database }

    // MARK: - What is known

    subscript(name: BinlogError.TableName) -> State? { tables[fold(name)] }

    func database(_ name: String) -> Database? { databases[fold(name)] }

    /// - Parameter state: nil when the table is gone, or nothing is known of it any more.
    func set(_ name: BinlogError.TableName, _ state: State?) {
        let name = fold(name)
        guard tables[name] != state else { return }
        if isStored(name) {
            tables[name] = state
            let record = SchemaRecord(name, state)
            records[record.key] = record
        } else {
            if tables[name] == nil, state != nil { unstored.append(name) }
            tables[name] = state
            forgetEldest()
        }
    }

    private func forgetEldest() {
        guard unstored.count > 2 * Self.unstoredMax else { return }
        for name in unstored.prefix(Self.unstoredMax) where !isStored(name) { tables[name] = nil }
        unstored.removeFirst(Self.unstoredMax)
    }

    func set(database name: String, _ database: Database?) {
        let name = fold(name)
        guard databases[name] != database else { return }
        databases[name] = database
        let record = SchemaRecord(database: name, database)
        records[record.key] = record
    }

    /// Everything in a database is gone, or may have changed.
    func setTables(of database: String, _ state: State?) {
        let database = fold(database)
        for name in tables.keys where name.database == database { set(name, state) }
    }

    /// Every table may have changed.
    func setAllTables(_ state: State) { for name in tables.keys { set(name, state) } }

    // MARK: - Storing

    /// True when something has to be stored.
    public var hasRecords: Bool { !records.isEmpty }

    /// What has changed since the last call, for the log: it belongs into the same frame as the position after it.
    public func takeRecords() -> [SchemaRecord] {
        defer { records.removeAll() }
        return records.values.sorted { $0.key < $1.key }
    }

    /// Takes back what an earlier process stored. Records that cannot be read make their tables unsure.
    public func restore(_ stored: [SchemaRecord]) {
        for record in stored { record.restore(into: self) }
        records.removeAll()
    }

    func restore(_ name: BinlogError.TableName, _ state: State) { tables[name] = state }
    func restore(database name: String, _ database: Database) { databases[name] = database }
}
