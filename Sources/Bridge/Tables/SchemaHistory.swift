import Binlog
import Bytes
import Routing
import Schema

/// The definitions of a source's tables through the binlog: what was stored of them, and what has to be stored.
final class SchemaHistory {
    let tracker: SchemaTracker
    private let generation: UInt32
    private var isGenerationStored: Bool
    /// Stored definitions that hold no more.
    private var stale: [SchemaRecord] = []
    /// Key of the record that says which generation of positions the others belong to: after `leat position set` they
    /// may come from a later place in the binlog than the one that is read now.
    private static let generationKey = "g"
    /// The definitions by which records are written, as stored, by key; and what has to be stored of them.
    private var written: [String: [UInt8]] = [:]
    private var newlyWritten: [SchemaRecord] = []

    init(tracker: SchemaTracker, start: ResumePoint) {
        self.tracker = tracker
        generation = start.checkpoint.generation
        let value = Self.value(start.checkpoint.generation)
        isGenerationStored = start.definitions[Self.generationKey] == value
        if isGenerationStored {
            tracker.restore(start.definitions.map { SchemaRecord(key: $0.key, value: $0.value) })
            written = start.definitions.filter { $0.key.utf8.first == UInt8(ascii: "v") }
        } else {
            stale = start.definitions.keys.map { SchemaRecord(key: $0, value: []) }
        }
    }

    /// What has changed since the last call: it goes into the frame with the position after it.
    func takeRecords() -> [SchemaRecord] {
        guard tracker.hasRecords || !stale.isEmpty || !newlyWritten.isEmpty else { return [] }
        defer {
            stale = []
            newlyWritten = []
            isGenerationStored = true
        }
        let first =
            isGenerationStored
            ? [] : [SchemaRecord(key: Self.generationKey, value: Self.value(generation))]
        return stale + first + tracker.takeRecords() + newlyWritten
    }

    /// Records of a table are written by this definition from now on: whoever reads them back needs it.
    func note(written definition: TableDefinition) {
        let record = definition.record
        guard written[record.key] != record.value else { return }
        written[record.key] = record.value
        newlyWritten.append(record)
    }

    /// All rows of these tables are gone, with the tables: whoever keeps what their records add up to takes it out.
    func note(gone names: [BinlogError.TableName]) {
        for name in names.map(tracker.fold) {
            let gone = TableDefinition(database: name.database, table: name.table, columns: [], primaryKey: [])
            // Of a table that has no records there is nothing to take out.
            if written[gone.record.key] != nil { note(written: gone) }
        }
    }

    /// Tables of a database whose records were written.
    func written(in database: String) -> [BinlogError.TableName] {
        let start = TableDefinition.recordKey(database, "")
        return written.keys.sorted().filter { $0.hasPrefix(start) }.map { key in
            BinlogError.TableName(database: database, table: String(key.dropFirst(start.count)))
        }
    }

    private static func value(_ generation: UInt32) -> [UInt8] {
        var writer = ByteWriter(capacity: 16)
        writer.appendLE(generation)
        return Array(writer.bytes)
    }
}

extension SchemaHistory {
    /// Tables whose definitions are stored: those that a pipeline captures, and the ones that online schema changes
    /// build beside them to take their names.
    static func stores(_ name: BinlogError.TableName, _ pipelines: [SourcePipeline]) -> Bool {
        candidates(name.table).contains { table in
            pipelines.contains { $0.router.captures(database: name.database, table: String(table)) }
        }
    }

    /// The table's name, and what it is a stand-in for: `_orders_gho` (gh-ost), `_orders_new` (pt-online-schema-change,
    /// with more underscores where that name was taken).
    private static func candidates(_ table: String) -> [Substring] {
        let bare = table.drop { $0 == "_" }
        guard bare.count < table.count else { return [table[...]] }
        for suffix in ["_gho", "_ghc", "_del", "_new", "_old"] where bare.hasSuffix(suffix) {
            return [table[...], bare.dropLast(suffix.count)]
        }
        return [table[...]]
    }
}
