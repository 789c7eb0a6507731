import Binlog
import Bridge
import MySQLSource

/// A source's new position in a new generation, and what it means for the records.
struct PositionChange {
    let checkpoint: SourceCheckpoint
    /// One line: what will be repeated or skipped.
    let consequence: String

    /// - Parameters:
    ///   - old: what the queue holds of the source.
    ///   - server: the server that the position is on, if it is not the one that the source has read so far.
    /// - Throws: `CommandFailure` (usage) for a position that does not fit the source.
    init(
        from old: SourceCheckpoint?,
        to position: PositionArgument,
        on server: ServerIdentity?
    ) throws(CommandFailure) {
        // Without another one named it is the server as before, and the next connect holds a file position to that.
        let identity = server?.description ?? old?.identity ?? ""
        let flavor = server?.flavor ?? old.flatMap(Self.flavor)
        var mode = SourceCheckpoint.Mode.file
        var (file, offset, gtid) = ("", UInt64(4), "")
        switch position {
        case .file(let name, let place):
            guard !identity.isEmpty else {
                throw CommandFailure(
                    "file:\(name):\(place) needs a server, and the queue has not read one for this source yet",
                    remedy: "add --new-server: the server in the configuration is asked who it is; or give gtid:<set>",
                    code: .usage
                )
            }
            (file, offset) = (name, place)
        case .gtid(let text): (mode, gtid) = try Self.gtid(text, flavor)
        case .unresolved(let word):
            let isTime = word.hasPrefix("time")
            throw CommandFailure(
                isTime ? "`\(word)` is not in this version yet" : "only the server knows what `\(word)` is",
                remedy: "give gtid:<set> or file:<name>:<offset>, as the server prints them",
                code: .usage
            )
        }
        checkpoint = SourceCheckpoint(
            mode: mode,
            generation: (old?.generation ?? 0) + 1,
            file: file,
            position: offset,
            identity: identity,
            gtid: gtid
        )
        consequence = PositionDifference.text(from: old, to: checkpoint)
    }

    private static func flavor(_ old: SourceCheckpoint) -> ServerFlavor? {
        switch old.mode {
        case .mysqlGTID: .mysql
        case .mariadbGTID: .mariadb
        case .file: [ServerFlavor.mysql, .mariadb].first { old.identity.hasPrefix($0.rawValue + " ") }
        }
    }

    /// Reads a GTID position of the given flavour, of either when none is known.
    private static func gtid(
        _ text: String,
        _ flavor: ServerFlavor?
    ) throws(CommandFailure) -> (SourceCheckpoint.Mode, String) {
        if flavor != .mysql, let position = try? MariaDBGTIDPosition(text), !position.gtids.isEmpty {
            return (.mariadbGTID, position.description)
        }
        if flavor != .mariadb, let set = try? GTIDSet(text), !set.isEmpty { return (.mysqlGTID, set.description) }
        throw CommandFailure(
            "gtid:\(text) is no GTID position of \(flavor?.rawValue ?? "MySQL or MariaDB")",
            remedy: "write it as the server prints it: gtid_executed on MySQL, gtid_binlog_pos on MariaDB"
                + (flavor == nil ? "" : "; for a server of the other kind add --new-server"),
            code: .usage
        )
    }
}
