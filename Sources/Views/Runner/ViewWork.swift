import Binlog
import Bytes
import CommitLog
import RecordBatch
import Schema

/// A view with its place in the log: reads frames, applies the changes in them, commits where transactions end. Used by
/// one thread.
final class ViewWork {
    /// A table that the view reads, however often its query names it.
    struct Table {
        let source: ViewSource
        /// Indices in `query.tables`.
        let uses: [Int]
        var definition: TableDefinition?
        /// The definition is what the source had at the start: the log has none yet.
        var isAssumed = false
        /// A TRUNCATE of it stands in every partition of its topic: it counts once a frame.
        var truncatedIn: UInt64 = 0
    }

    let definition: ViewDefinition
    let log: CommitLog
    let tail: LogTail
    var capture: ViewCapture
    var tables: [Table]
    /// By index in `capture.topics`: the one table of the topic; nil where records of others may stand there.
    private let tableOfTopic: [Int?]
    let input = ChangeInput()
    private let decompressor = BatchDecompressor()
    /// Nil as long as columns of a table are not known.
    var view: View?
    /// The state holds all that the queue had when it began to be made.
    private(set) var isWhole: Bool
    private let wholeAt: UInt64
    /// Changes were applied and not committed.
    private var isDirty = false
    /// The state or the place has changed since this was set to false.
    var isChanged = false
    /// Records were passed over while columns were not known.
    private var hasPassedOver = false
    private var isIncompleteStart = false
    private(set) var appendTime: Int64 = 0
    private(set) var commitMilliseconds: Int64 = 0
    private var latestTimestamp: Int64 = 0
    private var changes: UInt64 = 0

    /// Bytes that the records of a batch may take decompressed.
    private static let batchBytesMax = 1 << 30
    /// Frames between two looks at what else is to be done.
    private static let framesMax = 64

    /// Begins with what the queue holds, or with a stored state.
    /// - Throws: `ViewStop.rebuild` when the log does not hold the stored place any more.
    init(_ definition: ViewDefinition, log: CommitLog, stored: ViewCheckpoint? = nil) throws {
        self.definition = definition
        self.log = log
        var topics: [String] = []
        var tables: [Table] = []
        for (index, source) in definition.sources.enumerated() {
            if !topics.contains(source.topic) { topics.append(source.topic) }
            if let known = tables.firstIndex(where: { $0.source == source }) {
                tables[known] = Table(source: source, uses: tables[known].uses + [index])
            } else {
                tables.append(Table(source: source, uses: [index]))
                _ = input.add(database: source.database, table: source.table)
            }
        }
        self.tables = tables
        tableOfTopic = topics.map { topic in
            tables.firstIndex { $0.source.topic == topic && !$0.source.isShared }
        }
        capture = ViewCapture(log, topics: topics)
        tail = try LogTail(log, from: stored?.place)
        wholeAt = tail.visibleEnd
        isWhole = stored != nil
        if let stored { try take(stored) }
    }

    private func take(_ stored: ViewCheckpoint) throws {
        for (partition, next) in stored.nextOffsets { capture.set(partition, next: next) }
        for definition in stored.definitions {
            for index in tables.indices where tables[index].source.isOf(definition) {
                tables[index].definition = definition
                tables[index].isAssumed = definitionInLog(tables[index].source) == nil
            }
        }
        isIncompleteStart = stored.isIncomplete
        appendTime = stored.appendTime
        commitMilliseconds = stored.commitMilliseconds
        guard try makeView() else { throw ViewStop.rebuild("its checkpoint lacks the columns of a table") }
        let result = stored.state.withUnsafeBytes { bytes -> Result<Void, BytesError> in
            var cursor = ByteCursor(bytes)
            do throws(BytesError) { return .success(try view?.restore(&cursor) ?? ()) } catch { return .failure(error) }
        }
        if case .failure(let error) = result { throw ViewStop.rebuild("its checkpoint cannot be read: \(error)") }
    }

    // MARK: - Steps

    /// Reads on until something is committed.
    /// - Returns: what changed, which may be nothing; nil at the end of what is visible.
    func step() throws -> ViewDelta? {
        for _ in 0..<Self.framesMax {
            guard let step = try tail.next() else { return nil }
            switch step {
            case .start(let start): try begin(start)
            case .frame(let frame):
                try take(frame)
                guard frame.endsTransaction else { continue }
                if !isWhole, tail.position >= wholeAt { becomeWhole() }
                guard isDirty else { continue }
                isDirty = false
                isChanged = true
                commitMilliseconds = max(commitMilliseconds, latestTimestamp)
                if let view { return try view.commit() }
            }
        }
        return ViewDelta()
    }

    /// Everything that is visible has been read.
    func caughtUp() throws { becomeWhole() }

    private func becomeWhole() {
        guard !isWhole, view != nil, !isDirty else { return }
        isWhole = true
        isChanged = true
        isIncompleteStart = capture.isIncomplete
        for topic in capture.topics.indices { capture.forgetGaps(ofTopic: topic) }
    }

    private func begin(_ start: TailStart) throws {
        guard capture.begin(start, isWhole: isWhole) else {
            throw ViewStop.rebuild("retention took records that it had not read")
        }
        for (source, values) in start.definitions {
            try learn(values.map { ($0.key, $0.value) }, of: source, isRebinding: isWhole)
        }
        guard view == nil else { return }
        for index in tables.indices where tables[index].definition == nil {
            // What the log says now of a table that it knew nothing of there; else what the source said at the start.
            let known = definitionInLog(tables[index].source)
            tables[index].definition = known ?? definition.assumedTables[tables[index].uses[0]]
            tables[index].isAssumed = known == nil
        }
        _ = try makeView()
    }

    /// By which a table's rows were written last; nil when the log does not say it, or the table was dropped since.
    private func definitionInLog(_ place: ViewSource) -> TableDefinition? {
        guard let source = log.sources().first(where: { $0.name == place.source }) else { return nil }
        let key = TableDefinition.recordKey(place.database, place.table)
        guard let value = log.sourceDefinitions(source.id)[key],
            let found = try? TableDefinition(record: SchemaRecord(key: key, value: value)), !found.columns.isEmpty
        else { return nil }
        return found
    }

    private func take(_ frame: TailFrame) throws {
        let header = frame.content.header
        appendTime = header.appendTime
        if !frame.definitions.isEmpty {
            try learn(frame.definitions, of: header.source, isRebinding: true, isInFrame: true)
        }
        for entry in frame.content.entries {
            guard let place = capture.place(of: entry.partition) else { continue }
            let expected = capture.places[place].next
            switch capture.take(entry, at: place, isCopy: frame.isCopy) {
            case .pass: continue
            case .apply: break
            case .missed:
                guard !isWhole else { throw ViewStop.rebuild("retention took records that it had not read") }
                capture.addGap(place, expected..<entry.baseOffset)
            }
            guard view != nil else {
                hasPassedOver = true
                continue
            }
            let topic = capture.places[place].topic
            try apply(frame.content.batch(entry), topic: topic, sequence: header.sequence)
        }
    }

    // MARK: - Records

    private func apply(_ bytes: UnsafeRawBufferPointer, topic: Int, sequence: UInt64) throws {
        let only = tableOfTopic[topic]
        // The frame's checksum was right, and covers the batch.
        let batch = try RecordBatchView(bytes)
        var records = try batch.records(using: decompressor, bytesMax: Self.batchBytesMax)
        while let record = try records.next() {
            // A tombstone: the delete stands before it.
            guard let value = record.value else { continue }
            if record.timestamp > latestTimestamp { latestTimestamp = record.timestamp }
            guard let change = try input.read(value, only: only) else { continue }
            view?.committed(atMilliseconds: record.timestamp)
            try apply(change, topic: topic, sequence: sequence)
        }
    }

    @inline(__always)
    private func apply(_ change: ChangeInput.Change, topic: Int, sequence: UInt64) throws {
        guard let view else { return }
        if change.operation == .truncate {
            return try truncate(change.table, sequence: sequence)
        }
        isDirty = true
        changes &+= 1
        for use in tables[change.table].uses {
            if let before = change.before { try view.apply(use, row: before, weight: -1) }
            if let after = change.after { try view.apply(use, row: after, weight: 1) }
        }
    }

    private func truncate(_ table: Int, sequence: UInt64) throws {
        guard tables[table].truncatedIn != sequence else { return }
        tables[table].truncatedIn = sequence
        try empty(table)
    }

    /// All rows of a table are gone, and with them what was missed of them.
    private func empty(_ table: Int) throws {
        isDirty = true
        for use in tables[table].uses { try view?.truncate(use) }
        if let topic = tableOfTopic.firstIndex(of: table) { capture.forgetGaps(ofTopic: topic) }
    }

    // MARK: - Definitions

    /// - Parameter isInFrame: they stand among the records, and do not only say what holds where reading begins.
    private func learn(
        _ definitions: [(key: String, value: [UInt8])], of source: SourceID, isRebinding: Bool, isInFrame: Bool = false
    ) throws {
        for (key, value) in definitions where key.utf8.first == UInt8(ascii: "v") && !value.isEmpty {
            let places = tables.indices.filter {
                key == TableDefinition.recordKey(tables[$0].source.database, tables[$0].source.table)
            }
            guard !places.isEmpty else { continue }
            let name = log.sources().first { $0.id == source }?.name
            for place in places where tables[place].source.source == name {
                guard let found = try TableDefinition(record: SchemaRecord(key: key, value: value)),
                    found != tables[place].definition
                else { continue }
                guard !found.columns.isEmpty else {
                    // DROP TABLE, where it stands among the records.
                    if isInFrame { try empty(place) }
                    continue
                }
                let wasAssumed = tables[place].isAssumed
                tables[place].definition = found
                tables[place].isAssumed = false
                guard view != nil else { continue }
                do { try rebind(place, found) } catch  where wasAssumed {
                    throw ViewStop.rebuild("the rows of \(found.database).\(found.table) came with other columns")
                }
            }
        }
        guard view == nil, isRebinding, try makeView(), hasPassedOver else { return }
        throw ViewStop.rebuild("the columns of all its tables are known now")
    }

    private func rebind(_ table: Int, _ found: TableDefinition) throws {
        try bindInput(table, found)
        for use in tables[table].uses { try view?.rebind(use, to: found) }
        isChanged = true
    }

    /// Makes the view once the columns of all tables are known.
    private func makeView() throws -> Bool {
        guard tables.allSatisfy({ $0.definition != nil }) else { return false }
        var definitions: [TableDefinition] = []
        for use in definition.sources.indices {
            guard let table = tables.first(where: { $0.uses.contains(use) })?.definition else { return false }
            definitions.append(table)
        }
        view = try View(definition.query, tables: definitions, options: definition.options)
        for (index, table) in tables.enumerated() {
            if let found = table.definition { try bindInput(index, found) }
        }
        return true
    }

    private func bindInput(_ table: Int, _ found: TableDefinition) throws {
        var names: Set<String>? = []
        for use in tables[table].uses {
            guard let own = definition.query.columnNames(of: use) else {
                names = nil
                break
            }
            names?.formUnion(own.map { $0.lowercased() })
        }
        let layout = try InputLayout(found, options: definition.debezium) { [names] name in
            names?.contains(name.lowercased()) ?? true
        }
        input.bind(table, layout)
    }
}

extension ViewSource {
    func isOf(_ definition: TableDefinition) -> Bool {
        definition.database == database && definition.table == table
    }
}

extension ViewWork {
    var columns: [ViewColumn] { view?.columns ?? [] }
    var rowCount: Int { view?.rowCount ?? 0 }
    var stateBytes: Int { view?.stateBytes ?? 0 }
    var rows: [ViewRow] { view?.rows() ?? [] }

    /// What an operator may want to know although nothing is wrong.
    var note: String? {
        guard view == nil else { return definition.incompleteFromStart }
        let unknown = tables.filter { $0.definition == nil }
            .map { "\($0.source.database).\($0.source.table) of source \($0.source.source)" }
        return "waits for the first change of \(unknown.joined(separator: ", ")), which tells its columns"
    }

    var isIncomplete: Bool {
        isIncompleteStart || definition.incompleteFromStart != nil || !(view?.isComplete ?? true)
    }

    var events: ViewEvents {
        ViewEvents(
            name: definition.name, position: tail.place.sequence, commitMilliseconds: commitMilliseconds)
    }

    /// Changes since the last call.
    func takeChanges() -> UInt64 {
        defer { changes = 0 }
        return changes
    }

    /// What is to be stored; nil in the middle of a transaction.
    func stored() -> ViewCheckpoint? {
        guard !isDirty, let view else { return nil }
        return ViewCheckpoint(
            identity: definition.identity, place: tail.place,
            nextOffsets: capture.partitions.indices.map { (capture.partitions[$0], capture.places[$0].next) },
            definitions: tables.compactMap(\.definition), isIncomplete: isIncompleteStart,
            appendTime: appendTime, commitMilliseconds: commitMilliseconds, view: view)
    }
}
