import Glibc

/// What Leat registers as. It is chosen once for a source and kept over its reconnects: a server ends a replica's stale
/// stream when the same replica comes again. Only after
/// a retriable `.serverIdClash` choose anew.
public struct ReplicaIdentity: Sendable, Equatable {
    public let serverId: UInt32

    /// Ids that `choose` draws from: far above those that people number their servers with.
    static let automaticIDs: ClosedRange<UInt32> = 0x4000_0000...0x7FFF_FFFF

    public init(serverId: UInt32) {
        self.serverId = serverId
    }

    /// The configured id, or one that no registered replica has. Where the user may not list the replicas (MariaDB
    /// asks for REPLICATION MASTER ADMIN), chance alone keeps the ids apart: one in a thousand million.
    public static func choose(_ connection: MySQLConnection) throws(SourceError) -> ReplicaIdentity {
        if case .fixed(let id) = connection.options.serverId { return ReplicaIdentity(serverId: id) }
        var taken = Set(try RegisteredReplica.list(connection)?.map(\.serverId) ?? [])
        taken.insert(try ServerSettings.read(connection).serverId)
        var id: UInt32
        repeat { id = .random(in: automaticIDs) } while taken.contains(id)
        return ReplicaIdentity(serverId: id)
    }

    /// The UUID that MySQL 5.6 and later tells replicas apart by. It follows from the id, so that two replicas that
    /// are given one id clash there as they do on MariaDB, and are named, instead of reading side by side unnoticed.
    var uuid: String {
        let digits = String(serverId, radix: 16)
        return "1ea71ea7-0000-4000-8000-0000" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The host name that `SHOW REPLICAS` shows for Leat on this machine (at most 60 bytes).
    static let host: String = {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(decoding: "leat.\(text)".utf8.prefix(60), as: UTF8.self)
    }()
}

/// A replica that the server has registered.
struct RegisteredReplica: Equatable {
    let serverId: UInt32
    let host: String

    /// The server's replicas; nil when the user may not list them.
    static func list(_ connection: MySQLConnection) throws(SourceError) -> [RegisteredReplica]? {
        let hasNewName = connection.flavor == .mysql && connection.serverVersion >= ServerVersion(8, 0, 22)
        let table: QueryTable
        do {
            table = try connection.table(hasNewName ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS")
        } catch  where error.code == .missingGrant {
            return nil
        }
        return table.rows.compactMap { row in
            guard let id = table.value(row, "Server_Id", "Server_id").flatMap({ UInt32($0) }) else { return nil }
            return RegisteredReplica(serverId: id, host: table.value(row, "Host") ?? "")
        }
    }
}
