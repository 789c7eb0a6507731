import Binlog
import Bridge
import ChangeEvents

/// Decodes files one after another as one stream.
final class DecodeRun {
    private let pipeline: SourcePipeline
    private let print: (UnsafeRawBufferPointer) throws -> Void
    private var decoder: BinlogFileDecoder?
    private var connector: DebeziumSource.Connector?

    init(pipeline: SourcePipeline, print: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.pipeline = pipeline
        self.print = print
    }

    /// - Throws: `CommandFailure` with file, position and cause; what came before it was printed.
    func decode(_ path: String) throws {
        let file = try BinlogFile(path)
        do {
            try decode(file)
        } catch {
            // What stands before the damage is right: it is printed first.
            try decoder?.finish()
            switch error {
            case let error as BridgeError:
                throw CommandFailure("\(path): \(error.what)", remedy: error.remedy, code: .notWell)
            case let error as BinlogError:
                throw CommandFailure(
                    "\(path): position \(file.eventStart): \(error)", remedy: error.remedy, code: .notWell)
            default: throw error
            }
        }
    }

    private func decode(_ file: BinlogFile) throws {
        var checksum: ChecksumAlgorithm?
        var isInUse = false
        while let event = try file.next(mayEndInside: isInUse) {
            if checksum == nil || event[4] == EventType.formatDescription.rawValue {
                let description = try FormatDescriptionEvent(event: event)
                isInUse = description.header.flags & 1 != 0
                if checksum == nil { try begin(file, description) }
                checksum = description.checksum
            }
            guard let checksum else { continue }
            try checksum.verify(event, header: try EventHeader(event))
            try decoder?.decode(UnsafeRawBufferPointer(rebasing: event.dropLast(checksum.byteCount)))
        }
        if isInUse, decoder?.isInsideOfTransaction == true {
            StandardError.write("leat: \(file.path) is being written; its last transaction has no end yet\n")
        }
    }

    /// Hands out what is still held back.
    func finish() throws {
        try decoder?.finish()
        guard let count = decoder?.unknownXA, count > 0 else { return }
        StandardError.write("leat: \(count) XA COMMIT\(count == 1 ? "" : "s") without their PREPARE in these files\n")
    }

    /// A server and its files are of one family; a list of files may change it.
    private func begin(_ file: BinlogFile, _ description: FormatDescriptionEvent) throws {
        let connector: DebeziumSource.Connector = description.flavour == .mariadb ? .mariadb : .mysql
        if self.connector != connector {
            try decoder?.finish()
            decoder = try BinlogFileDecoder(
                pipeline: pipeline, connector: connector, version: LeatVersion.current, print: print)
            self.connector = connector
        }
        try decoder?.begin(file: file.name)
    }
}
