import Binlog
import ChangeEvents
import CommitLog
import Routing
import Threads

@testable import Bridge

/// An `EventDecoder` on a log of its own, without a server: what its events become can be read from the log.
final class DecoderScene {
    let temporary: TemporaryLog
    let source: SourceID
    var decoder: EventDecoder
    private let compressor: FrameCompressor
    private let thread: DedicatedThread
    private var isEnded = false

    init(
        _ start: SourceCheckpoint = .test(), flavour: FormatDescriptionEvent.Flavour = .mysql, isCareful: Bool = false,
        skipsStatements: Bool = false, preparedBytesMax: Int = 256 << 20, on log: TemporaryLog? = nil,
        _ pipelines: [SourcePipeline]? = nil
    ) throws {
        let pipelines = try pipelines ?? [.everything()]
        temporary = try log ?? TemporaryLog(preparedBytesMax: preparedBytesMax)
        source = try temporary.log.registerSource(named: "s")
        let options = SourceBridgeOptions.test(pipelines, inParts: InPartsToo.isOn)
        let resume = ResumePoint(checkpoint: start, definitions: temporary.log.sourceDefinitions(source))
        compressor = FrameCompressor(
            log: temporary.log, source: source, options: options, start: resume, onFree: {}, onFailure: {})
        decoder = try EventDecoder(
            tables: TableRegistry(
                pipelines: pipelines,
                source: DebeziumSource(version: "test", connector: flavour == .mysql ? .mysql : .mariadb, name: "s"),
                flavour: flavour, sink: compressor, start: resume),
            sink: compressor,
            start: SessionStart(
                resume: resume, isFirst: log == nil, isCareful: isCareful,
                prepared: Set(temporary.log.preparedTransactions(of: source).map { XAName(bytes: $0.xid) })),
            recordBytesMax: options.recordBytesMax, frameBytesTarget: options.frameBytesTarget,
            batchBytes: options.batchBytes, skipsStatements: skipsStatements)
        thread = compressor.start(name: "test")
    }

    /// Another process goes on with what one has left in its log.
    convenience init(continuing other: DecoderScene) throws {
        other.end()
        let log = try other.temporary.reopened()
        guard let state = try log.checkpoint(of: other.source) else { throw TemporaryLog.NoDirectory() }
        try self.init(state, on: log)
    }

    var progress: SourceProgress { decoder.progress }
    var isBetweenGroups: Bool { decoder.isBetweenGroups }

    deinit { if !isEnded { end() } }

    private func end() {
        compressor.end()
        thread.join()
        isEnded = true
    }

    func feed(_ events: [[UInt8]]) throws {
        for event in events {
            try event.withUnsafeBytes { try decoder.decode($0) }
        }
    }

    /// Ends as a connection ends: whole transactions go to the log, an unfinished one is dropped.
    func finish() throws {
        if decoder.isBetweenGroups { try decoder.submit() } else { decoder.discard() }
        end()
        temporary.log.close()
    }

    /// Feeds all, finishes, and reads the keys of the records of topic "s.db.t".
    func keys(after events: [[UInt8]]) throws -> [String?] {
        try feed(events)
        try finish()
        guard temporary.log.topic(named: "s.db.t") != nil else { return [] }
        return try temporary.records(of: "s.db.t").flatMap { $0 }.map(\.key)
    }

    var checkpoint: SourceCheckpoint? { get throws { try temporary.checkpoint(of: source) } }
}

extension SourceCheckpoint {
    /// The start of tests: the position at which `EventMaker` begins.
    static func test(_ mode: Mode = .file, at position: UInt32 = 1000) -> SourceCheckpoint {
        SourceCheckpoint(mode: mode, file: "b.1", position: UInt64(position), identity: "s")
    }
}

extension SourcePipeline {
    /// Captures all tables into a topic each.
    static func everything(tombstones: Bool = false) throws -> SourcePipeline {
        try SourcePipeline.rules([rule("*.*", "{source}.{database}.{table}")], tombstones: tombstones)
    }

    /// Captures the fixtures' tables, but not `every_type`, which has a GEOMETRY column.
    static func fixtureTables(partitions: Int32 = 1) throws -> SourcePipeline {
        let rules = try ["fixture.t", "fixture.u", "fixture.old_times"].map {
            try rule($0, "{source}.{database}.{table}", partitions: partitions)
        }
        return try SourcePipeline.rules(rules)
    }

    static func rules(_ rules: [CaptureRule], tombstones: Bool = false) throws -> SourcePipeline {
        var options = DebeziumOptions()
        options.tombstones = tombstones
        return SourcePipeline(name: "p", router: Router(source: "s", rules: rules), debezium: options)
    }

    static func rule(_ tables: String, _ topic: String, partitions: Int32 = 1, key: KeyChoice = .primary) throws
        -> CaptureRule
    {
        try CaptureRule(
            tables: [TablePattern(tables)], topic: TopicTemplate(topic), partitions: partitions, key: key)
    }
}
