import Binlog
import Bytes
import ChangeEvents

/// Decodes the events of binlog files without a server, and hands out the value of each record in the order of the
/// binlog: `leat decode`. It is the decoder of the running bridge with another end.
public struct BinlogFileDecoder: ~Copyable {
    private var decoder: EventDecoder
    private let printer: RecordPrinter

    /// - Parameters:
    ///   - pipeline: which tables are decoded, and how they are written.
    ///   - connector: which kind of server wrote the files.
    ///   - version: for the `source` block of change events.
    ///   - print: gets each record's value; the bytes are valid during the call. An error ends decoding and is passed
    ///     through `decode`.
    public init(
        pipeline: SourcePipeline, connector: DebeziumSource.Connector, version: String,
        print: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws(BridgeError) {
        printer = RecordPrinter(print: print)
        let start = SessionStart(
            resume: ResumePoint(checkpoint: SourceCheckpoint(mode: .file, file: "", position: 4, identity: "")),
            isFirst: false, isCareful: true)
        let tables = TableRegistry(
            pipelines: [pipeline],
            source: DebeziumSource(version: version, connector: connector, name: pipeline.router.source),
            flavour: connector == .mariadb ? .mariadb : .mysql, sink: printer, start: start.resume)
        do throws(BinlogError) {
            decoder = try EventDecoder(
                tables: tables, sink: printer, start: start, recordBytesMax: .max, frameBytesTarget: 1 << 20)
        } catch { throw BridgeError(what: error.description, remedy: error.remedy) }
    }

    /// A file begins: its name is what positions and change events say.
    public mutating func begin(file: String) throws(BridgeError) {
        try flush()
        decoder.rotate(to: BinlogPosition(file: file, position: 4))
    }

    /// Takes an event, header and body, without its checksum.
    ///
    /// - Throws: the same errors that stop a running source, with file and position.
    public mutating func decode(_ event: UnsafeRawBufferPointer) throws {
        try decoder.decode(event)
        try printer.rethrow()
    }

    /// True when the last transaction has no end in the files so far.
    public var isInsideOfTransaction: Bool { !decoder.isBetweenGroups }

    /// XA COMMITs whose PREPARE is not in the files: their rows are missing.
    public var unknownXA: UInt64 { decoder.counters.unknownXA }

    /// Hands out what is still held back, also of a transaction without its end.
    public mutating func finish() throws {
        try flush()
        try printer.rethrow()
    }

    private mutating func flush() throws(BridgeError) { try decoder.submitUnfinished() }
}
