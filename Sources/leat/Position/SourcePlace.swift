import Bridge
import Bytes

/// One line of `leat position list`.
struct SourcePlace: Encodable {
    let source: String
    /// How often the position was set anew, the first start included.
    let generation: UInt32?
    let mode: String?
    let file: String?
    /// Offset in `file`.
    let offset: UInt64?
    let gtid: String?
    /// When the last transaction before it was committed; nil when unknown.
    let committed: String?
    /// The server that was read last.
    let server: String?

    init(_ entry: PositionStore.Entry) {
        let checkpoint = entry.checkpoint
        source = entry.source
        generation = checkpoint?.generation
        mode = checkpoint.map { Self.name($0.mode) }
        // A GTID position that was set by hand has no place in a file yet.
        let hasPlace = checkpoint?.file.isEmpty == false
        file = hasPlace ? checkpoint?.file : nil
        offset = hasPlace ? checkpoint?.position : nil
        gtid = checkpoint.flatMap { $0.mode == .file ? nil : $0.gtid }
        committed = checkpoint.flatMap {
            $0.commitMicroseconds > 0 ? UTCTime.text(microseconds: $0.commitMicroseconds) : nil
        }
        server = checkpoint.flatMap { $0.identity.isEmpty ? nil : $0.identity }
    }

    static func name(_ mode: SourceCheckpoint.Mode) -> String {
        switch mode {
        case .file: "file"
        case .mysqlGTID: "mysql-gtid"
        case .mariadbGTID: "mariadb-gtid"
        }
    }

    static func table(_ places: [SourcePlace]) -> Table {
        var table = Table(
            "SOURCE",
            "GENERATION",
            "MODE",
            "FILE",
            "OFFSET",
            "COMMITTED",
            "SERVER",
            "GTID",
            numbers: [1, 4]
        )
        for place in places {
            table.add(
                place.source,
                place.generation.map(String.init) ?? "-",
                place.mode ?? "-",
                place.file ?? "-",
                place.offset.map(String.init) ?? "-",
                place.committed ?? "-",
                place.server ?? "-",
                place.gtid ?? "-"
            )
        }
        return table
    }
}
